/* A page that io_uring holds by FOLL_PIN | FOLL_LONGTERM | FOLL_WRITE, as a registered buffer. */
#ifndef BUFFER_H
#define BUFFER_H

/* 0, or -1 with errno: EBUSY where one is held. */
int pin_buffer(char *page);

/* Reads what the pinned page holds, through the ring; -1 with EBADF where there is none. */
int read_buffer(char *to);

/* Gives the page back where one is held; in a child of fork, forgets the ring of its parent. */
void forget_buffer(void);

#endif

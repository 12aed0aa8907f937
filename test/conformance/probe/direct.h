/*
 * A read with O_DIRECT that is held up as long as wanted: the page that it is to fill stays pinned (FOLL_PIN | FOLL_WRITE).
 *
 * The file is one of a file system in user space (FUSE) whose server is a thread of the controller. It is mounted nowhere,
 * so that it goes with the process.
 */
#ifndef DIRECT_H
#define DIRECT_H

/* Begins to serve, before any process under test is made; 0, or -1 where the kernel has no FUSE. */
int serve_direct_reads(void);

/* Ends the reads of processes that are about to be killed: they could not end before. */
void end_direct_reads(void);

/* Begins a read into a page by process `number`; 0, or -1 with errno: EBUSY where one is under way, EFAULT. */
int begin_direct_read(int number, char *page);

/* Ends it with pages of a byte; 0, or -1 with EBADF where none is under way. */
int finish_direct_read(int number, int byte);

/* In a child of fork: the read under way is its parent's. */
void forget_direct_read(void);

#endif

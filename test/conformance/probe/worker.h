/* What the operations of a process under test have in common: how they answer, and what they work on. */
#ifndef WORKER_H
#define WORKER_H
#include <stddef.h>

/* The file under test, and a page of each thread that no operation is about. */
extern int memfd;
extern __thread char *buffer;
/* Where a thread of a race gathers its answers, instead of sending them. */
extern __thread char *gathered;
/* 1 in the second process. */
extern int worker_number;

void reply(const char *format, ...);

/* `ok`, or the name of the error. */
void result(long value);

/* The byte that fills a page, or `torn`. */
void reply_content(const unsigned char *page, size_t bytes);

/* Runs an operation, whose name and arguments the line has. */
void operate(char *line);

/* memory.c: mappings, advice, and the file under test. */
void do_mmap(char *args);
void do_munmap(char *args);
void do_mprotect(char *args);
void do_mremap(char *args);
void do_madvise(char *args);
void do_fread(char *args);
void do_fwrite(char *args);
void do_punch(char *args);
void do_truncate(char *args);

/* uffd.c: userfaultfd; in a child of fork its parent's is forgotten. */
extern int uffd;
void forget_userfaultfd(void);
void do_userfaultfd(char *args);
void do_register(char *args);
void do_unregister(char *args);
void do_copy(char *args);
void do_zeropage(char *args);
void do_continue(char *args);
void do_poison(char *args);
void do_writeprotect(char *args);
void do_move(char *args);

/* pins.c: references to pages that no mapping has; in a child of fork they are its parent's. */
void forget_pins(void);
void end_pins(void);
void do_pin(char *args);
void do_unpin(char *args);
void do_iopin(char *args);
void do_iounpin(char *args);
void do_dread(char *args);
void do_dreaddone(char *args);

/* ask.c: what a process can ask about its memory. */
void do_mincore(char *args);
void do_smaps(char *args);
void do_scan(char *args);

/* race.c: two threads. */
void do_race(char *args);

#endif

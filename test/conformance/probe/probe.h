/*
 * The probe runs operations on one or two processes of the running kernel and says what user space sees of each.
 *
 *   controller (main.c)  reads operations, watches userfaultfd, prints
 *   worker (worker.c)    one process of a program: it alone touches the memory under test, by the operations of
 *     memory.c             mappings, advice, and the file under test
 *     uffd.c               userfaultfd
 *     pins.c               pages that somebody holds: by a pipe, by io_uring (buffer.c), by a read with O_DIRECT (direct.c)
 *     ask.c                what a process can ask about its memory (smaps.c)
 *     race.c               two threads
 *   observe.c            the state of each page from /proc
 *   capabilities.c       what this kernel can do
 *
 * Memory under test is a row of SLOTS slots. With small pages a slot is one page; with huge pages two slots are one huge
 * page: the even one its first page, the odd one all the others, of which the first is looked at.
 */
#ifndef PROBE_H
#define PROBE_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define SLOTS 8
#define PAGE 4096UL
#define HUGE_PAGE (2UL << 20)
#define LINE 4096

/* 1 where two slots are one huge page. */
extern int huge;

/* Address of a slot; of SLOTS the end of the row. */
static inline char *slot_address(int slot)
{
	char *base = (char *)0x200000000000UL;

	if (!huge)
		return base + slot * PAGE;
	return base + (slot / 2) * HUGE_PAGE + (slot % 2 ? PAGE : 0);
}

/* Offset of a slot in the file under test. */
static inline off_t slot_offset(int slot)
{
	return slot_address(slot) - slot_address(0);
}

static inline size_t slot_bytes(int slot, int count)
{
	return slot_address(slot + count) - slot_address(slot);
}

/* worker.c: answers each line of operations with one line, until the other end is closed. */
void work(int number, int sockets[2], int memfd);

/* smaps.c: writes `maps 0-2,rss1,anon1,um …`: the mappings of the row, what is counted in them, and their flags. */
void describe_mappings(char *text, size_t size);

/* capabilities.c: writes `capabilities move pagemap-scan …`; the features of userfaultfd that there are stay known. */
void describe_capabilities(char *text, size_t size);
extern uint64_t uffd_features;

/* observe.c: prints ` | slot slot …` for a process. */
void observe(pid_t pid);

#endif

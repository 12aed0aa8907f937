/* Mappings, advice, and the file under test. */
#include "probe.h"
#include "uapi.h"
#include "worker.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void do_mmap(char *args)
{
	int slot, count, offset;
	char kind[16];
	int flags = MAP_FIXED_NOREPLACE, prot = PROT_READ | PROT_WRITE;

	if (sscanf(args, "%d %d %15s %d", &slot, &count, kind, &offset) != 4)
		return result((errno = EINVAL, -1));
	if (!strcmp(kind, "anon"))
		flags |= MAP_PRIVATE | MAP_ANONYMOUS;
	else
		flags |= !strcmp(kind, "shared") ? MAP_SHARED : MAP_PRIVATE;
	result((long)mmap(slot_address(slot), slot_bytes(slot, count), prot, flags,
			  flags & MAP_ANONYMOUS ? -1 : memfd,
			  flags & MAP_ANONYMOUS ? 0 : slot_offset(offset)) == -1 ? -1 : 0);
}

void do_munmap(char *args)
{
	int slot, count;

	sscanf(args, "%d %d", &slot, &count);
	result(munmap(slot_address(slot), slot_bytes(slot, count)));
}

void do_mprotect(char *args)
{
	int slot, count;
	char rights[8];

	sscanf(args, "%d %d %7s", &slot, &count, rights);
	result(mprotect(slot_address(slot), slot_bytes(slot, count),
			!strcmp(rights, "rw") ? PROT_READ | PROT_WRITE : !strcmp(rights, "r") ? PROT_READ : PROT_NONE));
}

void do_mremap(char *args)
{
	int from, count, to;
	char how[16];
	int flags = MREMAP_MAYMOVE | MREMAP_FIXED;

	sscanf(args, "%d %d %d %15s", &from, &count, &to, how);
	if (!strcmp(how, "keep"))
		flags |= MREMAP_DONTUNMAP;
	result(mremap(slot_address(from), slot_bytes(from, count), slot_bytes(from, count), flags, slot_address(to)) ==
	       MAP_FAILED ? -1 : 0);
}

static const struct { const char *name; int advice; } ADVICE[] = {
	{ "dontneed", MADV_DONTNEED }, { "free", MADV_FREE }, { "pageout", MADV_PAGEOUT }, { "cold", MADV_COLD },
	{ "hugepage", MADV_HUGEPAGE }, { "nohugepage", MADV_NOHUGEPAGE }, { "collapse", MADV_COLLAPSE },
	{ "populate_read", MADV_POPULATE_READ }, { "populate_write", MADV_POPULATE_WRITE },
	{ "dontfork", MADV_DONTFORK }, { "dofork", MADV_DOFORK },
	{ "wipeonfork", MADV_WIPEONFORK }, { "keeponfork", MADV_KEEPONFORK }, { "remove", MADV_REMOVE },
};

static uint64_t word_of(const char *path, uint64_t index)
{
	uint64_t word = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (pread(fd, &word, sizeof(word), index * sizeof(word)) != sizeof(word))
		word = 0;
	close(fd);
	return word;
}

/*
 * MADV_PAGEOUT, and the end of the writeback that it starts: reclaim passes over a page under writeback, so that what comes
 * next would depend on how fast the disk is.
 */
static long pageout(int slot, int count)
{
	uint64_t frames[SLOTS];
	long done;

	for (int i = 0; i < count; i++)
		frames[i] = word_of("/proc/self/pagemap", (uintptr_t)slot_address(slot + i) / PAGE);
	done = madvise(slot_address(slot), slot_bytes(slot, count), MADV_PAGEOUT);
	for (int i = 0; i < count; i++)
		for (int wait = 0; wait < 1000 && frames[i] >> 63; wait++) {
			/* Bit 8 of /proc/kpageflags is KPF_WRITEBACK. */
			if (!(word_of("/proc/kpageflags", frames[i] & ((1ULL << 55) - 1)) & (1 << 8)))
				break;
			usleep(1000);
		}
	return done;
}

void do_madvise(char *args)
{
	int slot, count;
	char name[24];

	sscanf(args, "%d %d %23s", &slot, &count, name);
	if (!strcmp(name, "pageout"))
		return result(pageout(slot, count));
	for (size_t i = 0; i < sizeof(ADVICE) / sizeof(*ADVICE); i++)
		if (!strcmp(name, ADVICE[i].name))
			return result(madvise(slot_address(slot), slot_bytes(slot, count), ADVICE[i].advice));
	result((errno = EINVAL, -1));
}

void do_fread(char *args)
{
	ssize_t got = pread(memfd, buffer, PAGE, slot_offset(atoi(args)));

	if (got == 0)
		return reply("end of file");
	if (got < 0)
		return result(-1);
	reply_content((unsigned char *)buffer, PAGE);
}

void do_fwrite(char *args)
{
	int slot, value;

	sscanf(args, "%d %d", &slot, &value);
	memset(buffer, value, PAGE);
	result(pwrite(memfd, buffer, PAGE, slot_offset(slot)));
}

void do_punch(char *args)
{
	int slot, count;

	sscanf(args, "%d %d", &slot, &count);
	result(fallocate(memfd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, slot_offset(slot), slot_bytes(slot, count)));
}

void do_truncate(char *args)
{
	result(ftruncate(memfd, slot_offset(atoi(args))));
}

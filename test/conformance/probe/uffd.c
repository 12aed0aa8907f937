/* What the monitor of userfaultfd asks for. */
#include "probe.h"
#include "uapi.h"
#include "worker.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int uffd = -1;

void forget_userfaultfd(void)
{
	if (uffd >= 0)
		close(uffd);
	uffd = -1;
}

/* Opens the userfaultfd of this process with features beside the usual ones, and tells the controller to watch it too. */
static int open_uffd(uint64_t features)
{
	struct uffdio_api api = { .api = UFFD_API };

	if (uffd >= 0)
		return 0;
	uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (uffd < 0)
		return -1;
	features |= UFFD_FEATURE_PAGEFAULT_FLAG_WP | UFFD_FEATURE_MISSING_SHMEM | UFFD_FEATURE_MINOR_SHMEM |
		       UFFD_FEATURE_WP_HUGETLBFS_SHMEM | UFFD_FEATURE_POISON | UFFD_FEATURE_MOVE;
	api.features = features & uffd_features;
	if (ioctl(uffd, UFFDIO_API, &api))
		return -1;
	reply("watched %d", uffd);
	return 0;
}

static const struct { const char *name; uint64_t features; } KINDS[] = {
	{ "plain", 0 }, { "unpopulated", UFFD_FEATURE_WP_UNPOPULATED }, { "async", UFFD_FEATURE_WP_ASYNC },
};

void do_userfaultfd(char *args)
{
	if (uffd >= 0)
		return result((errno = EBUSY, -1));
	for (size_t i = 0; i < sizeof(KINDS) / sizeof(*KINDS); i++)
		if (!strcmp(args, KINDS[i].name))
			return result(open_uffd(KINDS[i].features));
	result((errno = EINVAL, -1));
}

void do_register(char *args)
{
	int slot, count;
	char modes[32];
	struct uffdio_register registered = { 0 };

	sscanf(args, "%d %d %31s", &slot, &count, modes);
	if (open_uffd(0))
		return result(-1);
	registered.range.start = (uintptr_t)slot_address(slot);
	registered.range.len = slot_bytes(slot, count);
	if (strstr(modes, "missing"))
		registered.mode |= UFFDIO_REGISTER_MODE_MISSING;
	if (strstr(modes, "wp"))
		registered.mode |= UFFDIO_REGISTER_MODE_WP;
	if (strstr(modes, "minor"))
		registered.mode |= UFFDIO_REGISTER_MODE_MINOR;
	result(ioctl(uffd, UFFDIO_REGISTER, &registered));
}

void do_unregister(char *args)
{
	int slot, count;
	struct uffdio_range range;

	sscanf(args, "%d %d", &slot, &count);
	range.start = (uintptr_t)slot_address(slot);
	range.len = slot_bytes(slot, count);
	result(ioctl(uffd, UFFDIO_UNREGISTER, &range));
}

void do_copy(char *args)
{
	int slot, value;
	char mode[8] = "";
	struct uffdio_copy copy = { 0 };

	sscanf(args, "%d %d %7s", &slot, &value, mode);
	memset(buffer, value, PAGE);
	copy.dst = (uintptr_t)slot_address(slot);
	copy.src = (uintptr_t)buffer;
	copy.len = PAGE;
	copy.mode = !strcmp(mode, "wp") ? UFFDIO_COPY_MODE_WP : 0;
	result(ioctl(uffd, UFFDIO_COPY, &copy));
}

void do_zeropage(char *args)
{
	struct uffdio_zeropage zero = { 0 };

	zero.range.start = (uintptr_t)slot_address(atoi(args));
	zero.range.len = PAGE;
	result(ioctl(uffd, UFFDIO_ZEROPAGE, &zero));
}

void do_continue(char *args)
{
	int slot;
	char mode[8] = "";
	struct uffdio_continue one = { 0 };

	sscanf(args, "%d %7s", &slot, mode);
	one.range.start = (uintptr_t)slot_address(slot);
	one.range.len = PAGE;
	one.mode = !strcmp(mode, "wp") ? UFFDIO_CONTINUE_MODE_WP : 0;
	result(ioctl(uffd, UFFDIO_CONTINUE, &one));
}

void do_poison(char *args)
{
	struct uffdio_poison poison = { 0 };

	poison.range.start = (uintptr_t)slot_address(atoi(args));
	poison.range.len = PAGE;
	result(ioctl(uffd, UFFDIO_POISON, &poison));
}

void do_writeprotect(char *args)
{
	int slot, count, on;
	struct uffdio_writeprotect protect = { 0 };

	sscanf(args, "%d %d %d", &slot, &count, &on);
	protect.range.start = (uintptr_t)slot_address(slot);
	protect.range.len = slot_bytes(slot, count);
	protect.mode = on ? UFFDIO_WRITEPROTECT_MODE_WP : 0;
	result(ioctl(uffd, UFFDIO_WRITEPROTECT, &protect));
}

void do_move(char *args)
{
	int to, from;
	char holes[8] = "";
	struct uffdio_move move = { 0 };

	sscanf(args, "%d %d %7s", &to, &from, holes);
	move.dst = (uintptr_t)slot_address(to);
	move.src = (uintptr_t)slot_address(from);
	move.len = slot_bytes(from, 1);
	move.mode = !strcmp(holes, "holes") ? UFFDIO_MOVE_MODE_ALLOW_SRC_HOLES : 0;
	result(ioctl(uffd, UFFDIO_MOVE, &move));
}

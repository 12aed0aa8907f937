/* A process under test: it does one operation a line and answers with what that gave. */
#include "probe.h"
#include "buffer.h"
#include "direct.h"
#include "uapi.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a read that is under way when its process ends brings. */
#define LAST_BYTE 9

static int channel, memfd, uffd = -1;
static int ends[2];
static int pinned[2] = { -1, -1 };
static __thread sigjmp_buf back;
static __thread volatile sig_atomic_t accessing;
static __thread char *buffer;
/* Where a thread of a race gathers its answers, instead of sending them. */
static __thread char *gathered;

static void reply(const char *format, ...)
{
	char text[LINE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (gathered) {
		strcat(gathered, *gathered ? ", " : "");
		strcat(gathered, text);
	} else {
		send(channel, text, strlen(text), 0);
	}
}

/* `ok`, or the name of the error. */
static void result(long value)
{
	if (value < 0)
		reply("%s", strerrorname_np(errno));
	else
		reply("ok");
}

static void caught(int signal, siginfo_t *info, void *context)
{
	static const struct { int signal, code; const char *name; } names[] = {
		{ SIGSEGV, SEGV_MAPERR, "SIGSEGV unmapped" }, { SIGSEGV, SEGV_ACCERR, "SIGSEGV rights" },
		{ SIGBUS, BUS_ADRERR, "SIGBUS" }, { SIGBUS, BUS_MCEERR_AR, "SIGBUS poison" },
		{ SIGUSR1, SI_USER, "given up" },
	};

	(void)context;
	if (!accessing)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].signal == signal && names[i].code == info->si_code)
			siglongjmp(back, (int)i + 1);
	siglongjmp(back, 3);
}

static const char *const SIGNALS[] = { "", "SIGSEGV unmapped", "SIGSEGV rights", "SIGBUS", "SIGBUS poison", "given up" };

/* Runs an access; says 0 where a signal ended it, and has answered then. */
#define ACCESS(statement)                                                                                              \
	({                                                                                                             \
		int signal_ = sigsetjmp(back, 1);                                                                      \
		if (signal_ == 0) {                                                                                    \
			accessing = 1;                                                                                 \
			statement;                                                                                     \
		}                                                                                                      \
		accessing = 0;                                                                                         \
		if (signal_)                                                                                           \
			reply("%s", SIGNALS[signal_]);                                                                 \
		!signal_;                                                                                              \
	})

/* A load or a store is of the whole page; in a race of one byte, so that the other thread sees all of it or nothing. */
static size_t access_bytes(void)
{
	return gathered ? 1 : PAGE;
}

/* The byte that fills a page, or `torn`. */
static void reply_content(const unsigned char *page, size_t bytes)
{
	for (size_t at = 1; at < bytes; at++)
		if (page[at] != page[0]) {
			reply("torn");
			return;
		}
	reply("read %d", page[0]);
}

static void do_mmap(char *args)
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

static void do_munmap(char *args)
{
	int slot, count;

	sscanf(args, "%d %d", &slot, &count);
	result(munmap(slot_address(slot), slot_bytes(slot, count)));
}

static void do_mprotect(char *args)
{
	int slot, count;
	char rights[8];

	sscanf(args, "%d %d %7s", &slot, &count, rights);
	result(mprotect(slot_address(slot), slot_bytes(slot, count),
			!strcmp(rights, "rw") ? PROT_READ | PROT_WRITE : !strcmp(rights, "r") ? PROT_READ : PROT_NONE));
}

static void do_mremap(char *args)
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

static void do_madvise(char *args)
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

static void do_read(char *args)
{
	int slot = atoi(args);

	if (ACCESS(memcpy(buffer, slot_address(slot), access_bytes())))
		reply_content((unsigned char *)buffer, access_bytes());
}

static void do_write(char *args)
{
	int slot, value;

	sscanf(args, "%d %d", &slot, &value);
	if (ACCESS(memset(slot_address(slot), value, access_bytes())))
		reply("ok");
}

static void do_fread(char *args)
{
	ssize_t got = pread(memfd, buffer, PAGE, slot_offset(atoi(args)));

	if (got == 0)
		return reply("end of file");
	if (got < 0)
		return result(-1);
	reply_content((unsigned char *)buffer, PAGE);
}

static void do_fwrite(char *args)
{
	int slot, value;

	sscanf(args, "%d %d", &slot, &value);
	memset(buffer, value, PAGE);
	result(pwrite(memfd, buffer, PAGE, slot_offset(slot)));
}

static void do_punch(char *args)
{
	int slot, count;

	sscanf(args, "%d %d", &slot, &count);
	result(fallocate(memfd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, slot_offset(slot), slot_bytes(slot, count)));
}

static void do_truncate(char *args)
{
	result(ftruncate(memfd, slot_offset(atoi(args))));
}

static void do_fork(char *args)
{
	pid_t pid;

	(void)args;
	/* The child answers on the other socket; its own userfaultfd is still to be opened. */
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		channel = ends[1];
		if (uffd >= 0)
			close(uffd);
		uffd = -1;
		if (pinned[0] >= 0) {
			close(pinned[0]);
			close(pinned[1]);
		}
		pinned[0] = -1;
		forget_buffer();
		forget_direct_read();
		return;
	}
	if (pid < 0)
		result(-1);
	else
		reply("forked %d", pid);
}

static void do_exit(char *args)
{
	(void)args;
	/* The ring goes some time after its process: its buffer goes now. A process does not end before its reads have. */
	forget_buffer();
	finish_direct_read(channel == ends[1], LAST_BYTE);
	reply("exiting");
	_exit(0);
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

static void do_userfaultfd(char *args)
{
	if (uffd >= 0)
		return result((errno = EBUSY, -1));
	for (size_t i = 0; i < sizeof(KINDS) / sizeof(*KINDS); i++)
		if (!strcmp(args, KINDS[i].name))
			return result(open_uffd(KINDS[i].features));
	result((errno = EINVAL, -1));
}

static void do_register(char *args)
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

static void do_unregister(char *args)
{
	int slot, count;
	struct uffdio_range range;

	sscanf(args, "%d %d", &slot, &count);
	range.start = (uintptr_t)slot_address(slot);
	range.len = slot_bytes(slot, count);
	result(ioctl(uffd, UFFDIO_UNREGISTER, &range));
}

static void do_copy(char *args)
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

static void do_zeropage(char *args)
{
	struct uffdio_zeropage zero = { 0 };

	zero.range.start = (uintptr_t)slot_address(atoi(args));
	zero.range.len = PAGE;
	result(ioctl(uffd, UFFDIO_ZEROPAGE, &zero));
}

static void do_continue(char *args)
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

static void do_poison(char *args)
{
	struct uffdio_poison poison = { 0 };

	poison.range.start = (uintptr_t)slot_address(atoi(args));
	poison.range.len = PAGE;
	result(ioctl(uffd, UFFDIO_POISON, &poison));
}

static void do_writeprotect(char *args)
{
	int slot, count, on;
	struct uffdio_writeprotect protect = { 0 };

	sscanf(args, "%d %d %d", &slot, &count, &on);
	protect.range.start = (uintptr_t)slot_address(slot);
	protect.range.len = slot_bytes(slot, count);
	protect.mode = on ? UFFDIO_WRITEPROTECT_MODE_WP : 0;
	result(ioctl(uffd, UFFDIO_WRITEPROTECT, &protect));
}

static void do_move(char *args)
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

/* A reference that outlives the mapping: one page in a pipe. Its content is read when it is given back. */
static void do_pin(char *args)
{
	struct iovec page = { .iov_base = slot_address(atoi(args)), .iov_len = PAGE };

	if (pinned[0] >= 0)
		return result((errno = EBUSY, -1));
	if (pipe2(pinned, O_CLOEXEC | O_NONBLOCK))
		return result(-1);
	if (vmsplice(pinned[1], &page, 1, 0) == (ssize_t)PAGE)
		return reply("ok");
	reply("%s", strerrorname_np(errno));
	close(pinned[0]);
	close(pinned[1]);
	pinned[0] = -1;
}

static void do_unpin(char *args)
{
	(void)args;
	if (pinned[0] < 0)
		return result((errno = EBADF, -1));
	if (read(pinned[0], buffer, PAGE) == (ssize_t)PAGE)
		reply_content((unsigned char *)buffer, PAGE);
	else
		result(-1);
	close(pinned[0]);
	close(pinned[1]);
	pinned[0] = -1;
}

/* A pin for long, as devices have it: a registered buffer of io_uring. Its content is read when it is given back. */
static void do_iopin(char *args)
{
	result(pin_buffer(slot_address(atoi(args))));
}

static void do_iounpin(char *args)
{
	(void)args;
	if (read_buffer(buffer))
		return result(-1);
	forget_buffer();
	reply_content((unsigned char *)buffer, PAGE);
}

/* A pin for a short while: a read with O_DIRECT is under way, whose bytes come when it is told to end. */
static void do_dread(char *args)
{
	result(begin_direct_read(channel == ends[1], slot_address(atoi(args))));
}

static void do_dreaddone(char *args)
{
	result(finish_direct_read(channel == ends[1], atoi(args)));
}

/* A digit for each slot: 1 where its first page is in memory. */
static void do_mincore(char *args)
{
	unsigned char *pages;
	char text[SLOTS + 1] = "";
	int slot, count;

	sscanf(args, "%d %d", &slot, &count);
	pages = malloc(slot_bytes(slot, count) / PAGE);
	if (mincore(slot_address(slot), slot_bytes(slot, count), pages)) {
		result(-1);
	} else {
		for (int i = 0; i < count; i++)
			text[i] = '0' + (pages[slot_bytes(slot, i) / PAGE] & 1);
		reply("in core %s", text);
	}
	free(pages);
}

/* The mappings of the row and what /proc/self/smaps counts in each. */
static void do_smaps(char *args)
{
	char text[LINE] = "";

	(void)args;
	describe_mappings(text, sizeof(text));
	reply("%s", text);
}

/* The categories of the first page of each slot, - where nothing is reported; with write protection where that is asked for. */
static void do_scan(char *args)
{
	struct page_region regions[64];
	struct pm_scan_arg scan = { .size = sizeof(scan) };
	char mode[8] = "", text[8 * SLOTS] = "";
	int slot, count, fd;
	long found;

	sscanf(args, "%d %d %7s", &slot, &count, mode);
	scan.start = (uintptr_t)slot_address(slot);
	scan.end = (uintptr_t)slot_address(slot + count);
	scan.vec = (uintptr_t)regions;
	scan.vec_len = sizeof(regions) / sizeof(*regions);
	/* All but soft-dirty and guard: may be protected, written, file, present, swapped, zero page, huge. */
	scan.return_mask = 0x7f;
	if (!strcmp(mode, "wp"))
		scan.flags = PM_SCAN_WP_MATCHING;
	else if (!strcmp(mode, "check"))
		scan.flags = PM_SCAN_WP_MATCHING | PM_SCAN_CHECK_WPASYNC;
	fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	found = ioctl(fd, PAGEMAP_SCAN, &scan);
	if (found < 0) {
		result(-1);
	} else {
		for (int i = 0; i < count; i++) {
			uint64_t at = (uintptr_t)slot_address(slot + i);
			long region = 0;

			while (region < found && (at < regions[region].start || regions[region].end <= at))
				region++;
			if (region < found)
				snprintf(text + strlen(text), 8, ":%llx", (unsigned long long)regions[region].categories);
			else
				strcat(text, ":-");
		}
		reply("scan %s", text + 1);
	}
	close(fd);
}

static void do_race(char *args);
static void operate(char *line);

/*
 * Puts the pages that wait in this CPU's batches on the lists of the LRU (lru_add_drain). A batch holds a reference, by
 * which a store after MADV_FREE or MADV_COLD would copy its page, or not, as the batch was full.
 */
static void drain_batches(void)
{
	static char *empty;

	if (!empty)
		empty = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise(empty, PAGE, MADV_COLD);
}

static const struct { const char *name; void (*run)(char *args); } OPERATIONS[] = {
	{ "mmap", do_mmap }, { "munmap", do_munmap }, { "mprotect", do_mprotect }, { "mremap", do_mremap },
	{ "madvise", do_madvise }, { "read", do_read }, { "write", do_write }, { "fork", do_fork }, { "exit", do_exit },
	{ "fread", do_fread }, { "fwrite", do_fwrite }, { "punch", do_punch }, { "truncate", do_truncate },
	{ "userfaultfd", do_userfaultfd }, { "register", do_register }, { "unregister", do_unregister }, { "copy", do_copy }, { "zeropage", do_zeropage },
	{ "continue", do_continue }, { "poison", do_poison }, { "writeprotect", do_writeprotect }, { "move", do_move },
	{ "pin", do_pin }, { "unpin", do_unpin }, { "iopin", do_iopin }, { "iounpin", do_iounpin },
	{ "dread", do_dread }, { "dreaddone", do_dreaddone },
	{ "mincore", do_mincore }, { "scan", do_scan }, { "smaps", do_smaps }, { "race", do_race },
};

static void operate(char *line)
{
	char *args = line + strcspn(line, " ");

	if (*args)
		*args++ = 0;
	for (size_t i = 0; i < sizeof(OPERATIONS) / sizeof(*OPERATIONS); i++)
		if (!strcmp(line, OPERATIONS[i].name))
			return OPERATIONS[i].run(args);
	reply("unknown operation");
}

/* One thread of a race: operations with ` ; ` between them, each after a pause of its own length. */
struct racer {
	char *operations;
	char answers[LINE];
	unsigned int pause;
	/* Waits until userfaultfd holds the other one in the middle of a fault, or until that one has ended. */
	struct racer *holds;
	volatile int ended;
};

static void wait_until_held(struct racer *other)
{
	struct uffd_msg msg;

	while (!other->ended && read(uffd, &msg, sizeof(msg)) != sizeof(msg))
		;
}

static void *run_racer(void *argument)
{
	struct racer *racer = argument;
	char *rest = NULL;

	buffer = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	gathered = racer->answers;
	if (racer->holds)
		wait_until_held(racer->holds);
	for (char *one = strtok_r(racer->operations, ";", &rest); one; one = strtok_r(NULL, ";", &rest)) {
		for (volatile unsigned int spin = racer->pause; spin; spin--)
			;
		operate(one + strspn(one, " "));
	}
	racer->ended = 1;
	munmap(buffer, PAGE);
	return NULL;
}

/* `held|free PAUSE PAUSE first ; first … / second ; second …`: answers with what each thread was answered. */
static void do_race(char *args)
{
	struct racer racers[2] = { 0 };
	pthread_t threads[2];
	cpu_set_t all;
	char how[8];
	int at;

	if (sscanf(args, "%7s %u %u %n", how, &racers[0].pause, &racers[1].pause, &at) != 3 || !strchr(args, '/'))
		return result((errno = EINVAL, -1));
	racers[0].operations = args + at;
	racers[1].operations = strchr(args, '/') + 1;
	racers[1].operations[-1] = 0;
	if (!strcmp(how, "held"))
		racers[1].holds = &racers[0];
	memset(&all, 0xff, sizeof(all));
	sched_setaffinity(0, sizeof(all), &all);
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, run_racer, &racers[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	reply("%s / %s", racers[0].answers, racers[1].answers);
}

void work(int number, int sockets[2], int file)
{
	struct sigaction action = { .sa_sigaction = caught, .sa_flags = SA_SIGINFO | SA_NODEFER };
	char line[LINE];
	ssize_t got;

	channel = sockets[number];
	ends[0] = sockets[0];
	ends[1] = sockets[1];
	memfd = file;
	buffer = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	signal(SIGCHLD, SIG_IGN);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	while ((got = recv(channel, line, sizeof(line) - 1, 0)) > 0) {
		line[got] = 0;
		drain_batches();
		operate(line);
	}
}

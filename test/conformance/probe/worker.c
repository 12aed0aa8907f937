/* A process under test: it does one operation a line and answers with what that gave. */
#include "worker.h"
#include "probe.h"
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

int memfd, worker_number;
__thread char *buffer, *gathered;

static int channel;
static int ends[2];
static __thread sigjmp_buf back;
static __thread volatile sig_atomic_t accessing;

void reply(const char *format, ...)
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

void result(long value)
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

void reply_content(const unsigned char *page, size_t bytes)
{
	for (size_t at = 1; at < bytes; at++)
		if (page[at] != page[0]) {
			reply("torn");
			return;
		}
	reply("read %d", page[0]);
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

static void do_fork(char *args)
{
	pid_t pid;

	(void)args;
	/* The child answers on the other socket; its own userfaultfd is still to be opened. */
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		channel = ends[1];
		worker_number = 1;
		forget_userfaultfd();
		forget_pins();
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
	end_pins();
	reply("exiting");
	_exit(0);
}

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
	{ "userfaultfd", do_userfaultfd }, { "register", do_register }, { "unregister", do_unregister },
	{ "copy", do_copy }, { "zeropage", do_zeropage }, { "continue", do_continue }, { "poison", do_poison },
	{ "writeprotect", do_writeprotect }, { "move", do_move }, { "pin", do_pin }, { "unpin", do_unpin },
	{ "iopin", do_iopin }, { "iounpin", do_iounpin }, { "dread", do_dread }, { "dreaddone", do_dreaddone },
	{ "mincore", do_mincore }, { "scan", do_scan }, { "smaps", do_smaps }, { "race", do_race },
};

void operate(char *line)
{
	char *args = line + strcspn(line, " ");

	if (*args)
		*args++ = 0;
	for (size_t i = 0; i < sizeof(OPERATIONS) / sizeof(*OPERATIONS); i++)
		if (!strcmp(line, OPERATIONS[i].name))
			return OPERATIONS[i].run(args);
	reply("unknown operation");
}

void work(int number, int sockets[2], int file)
{
	struct sigaction action = { .sa_sigaction = caught, .sa_flags = SA_SIGINFO | SA_NODEFER };
	char line[LINE];
	ssize_t got;

	channel = sockets[number];
	worker_number = number;
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

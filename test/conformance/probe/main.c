/*
 * The controller: reads programs from standard input and prints one line for each operation.
 *
 *   program huge|small       a new program: one process, an empty file of SLOTS slots
 *   <process> <operation> …  an operation of process 0 or 1
 *   end
 *
 * The first line of output says what the kernel can do. A line of an operation is what the operation gave, then ` | ` and eight slots for each process that lives. An access that
 * userfaultfd stops is given up by a signal once its event was read, so that it changes nothing.
 */
#include "direct.h"
#include "probe.h"
#include <errno.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 2
/* Milliseconds after which an operation counts as stuck. */
#define PATIENCE 5000

int huge;

static struct process {
	pid_t pid;
	int pidfd;
	/* Our copy of its userfaultfd, -1 where it has none. */
	int uffd;
	/* Both ends of its socket; ours is the first. */
	int sockets[2];
} processes[PROCESSES];
static int memfd;

static void start(void)
{
	memfd = memfd_create("under-test", MFD_CLOEXEC);
	if (memfd < 0 || ftruncate(memfd, slot_offset(SLOTS)))
		exit(2);
	for (int i = 0; i < PROCESSES; i++) {
		processes[i] = (struct process){ .uffd = -1, .pidfd = -1 };
		if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, processes[i].sockets))
			exit(2);
	}
	fflush(stdout);
	processes[0].pid = fork();
	if (processes[0].pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* The child that it may fork answers on the second socket. */
		int sockets[2] = { processes[0].sockets[1], processes[1].sockets[1] };

		close(processes[0].sockets[0]);
		close(processes[1].sockets[0]);
		work(0, sockets, memfd);
		_exit(0);
	}
	processes[0].pidfd = syscall(SYS_pidfd_open, processes[0].pid, 0);
}

static void forget(struct process *process)
{
	if (process->uffd >= 0)
		close(process->uffd);
	if (process->pidfd >= 0)
		close(process->pidfd);
	process->uffd = process->pidfd = -1;
	process->pid = 0;
}

static void end(void)
{
	end_direct_reads();
	for (int i = PROCESSES - 1; i >= 0; i--) {
		if (processes[i].pid)
			kill(processes[i].pid, SIGKILL);
		forget(&processes[i]);
	}
	while (waitpid(-1, NULL, 0) > 0)
		;
	for (int i = 0; i < PROCESSES; i++) {
		close(processes[i].sockets[0]);
		close(processes[i].sockets[1]);
	}
	close(memfd);
}

/* Reads one event and writes its type and flags. */
static int read_event(struct process *process, char *text, size_t size)
{
	struct uffd_msg msg;
	const char *kind = "missing";

	if (read(process->uffd, &msg, sizeof(msg)) != sizeof(msg) || msg.event != UFFD_EVENT_PAGEFAULT)
		return 0;
	if (msg.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WP)
		kind = "wp";
	else if (msg.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_MINOR)
		kind = "minor";
	for (int slot = 0; slot < SLOTS; slot++) {
		char *at = (char *)(uintptr_t)msg.arg.pagefault.address;

		if (slot_address(slot) <= at && at < slot_address(slot + 1))
			snprintf(text, size, "event %s %d%s", kind, slot,
				 msg.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WRITE ? " write" : "");
	}
	return 1;
}

/* Waits for the worker's answer; an event on the way is what is told instead. */
static void answer(struct process *process, int watching, char *text, size_t size)
{
	char event[64] = "", reply[LINE];

	for (;;) {
		struct pollfd fds[2] = {
			{ .fd = process->sockets[0], .events = POLLIN },
			{ .fd = watching ? process->uffd : -1, .events = POLLIN },
		};
		ssize_t got;

		if (poll(fds, 2, PATIENCE) == 0) {
			snprintf(text, size, "stuck");
			return;
		}
		if (fds[1].revents & POLLIN) {
			if (read_event(process, event, sizeof(event)))
				kill(process->pid, SIGUSR1);
			continue;
		}
		if (!fds[0].revents)
			continue;
		got = recv(process->sockets[0], reply, sizeof(reply) - 1, 0);
		if (got <= 0) {
			snprintf(text, size, "died");
			return;
		}
		reply[got] = 0;
		snprintf(text, size, "%s", event[0] ? event : reply);
		return;
	}
}

/* What a worker's answer means for the controller: a process more, one less, a userfaultfd to watch. */
static void follow(struct process *process, char *text)
{
	int number;

	if (sscanf(text, "forked %d", &number) == 1) {
		processes[1].pid = number;
		processes[1].pidfd = syscall(SYS_pidfd_open, number, 0);
		strcpy(text, "ok");
	} else if (sscanf(text, "watched %d", &number) == 1) {
		process->uffd = syscall(SYS_pidfd_getfd, process->pidfd, number, 0);
		strcpy(text, "ok");
	} else if (!strcmp(text, "exiting")) {
		/* Its parent reaps it: it is gone once there is no such process. */
		while (kill(process->pid, 0) == 0)
			usleep(100);
		forget(process);
		strcpy(text, "ok");
	}
}

static void operate(const char *line)
{
	int number = atoi(line);
	struct process *process = &processes[number == 1];
	char text[LINE];

	if (!process->pid) {
		snprintf(text, sizeof(text), "no process");
	} else if (!strcmp(line + 2, "fork") && processes[1].pid) {
		snprintf(text, sizeof(text), "no process");
	} else {
		send(process->sockets[0], line + 2, strlen(line + 2), 0);
		/* The threads of a race read the events themselves. */
		answer(process, strncmp(line + 2, "race ", 5) != 0, text, sizeof(text));
		/* A process that registers for the first time tells of its userfaultfd, then of the operation. */
		if (!strncmp(text, "watched", 7)) {
			follow(process, text);
			answer(process, 1, text, sizeof(text));
		}
		follow(process, text);
	}
	fputs(text, stdout);
	for (int i = 0; i < PROCESSES; i++)
		if (processes[i].pid)
			observe(processes[i].pid);
	putchar('\n');
	fflush(stdout);
}

int main(void)
{
	char line[LINE];
	int running = 0;
	cpu_set_t one;

	/* Who runs the probe puts the settings back first, and then closes its input. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	/* One CPU: what is kept for each CPU, as the batches of the LRU, is the same for all. */
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
	describe_capabilities(line, sizeof(line));
	if (!serve_direct_reads())
		strcat(line, " direct-io");
	puts(line);
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		if (!strncmp(line, "program ", 8)) {
			huge = !strcmp(line + 8, "huge");
			start();
			running = 1;
		} else if (!strcmp(line, "end")) {
			end();
			running = 0;
			puts("end");
			fflush(stdout);
		} else if (running) {
			operate(line);
		}
	}
	if (running)
		end();
	return 0;
}

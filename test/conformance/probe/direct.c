#include "direct.h"
#include "probe.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/fuse.h>
#include <linux/mount.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define READERS 2
/* The largest request but for writes, of which there are none (FUSE_MIN_READ_BUFFER). */
#define REQUEST 8192

/* What the server and the processes share: the read of each that is held, and the byte with which it is to end. */
static struct shared {
	volatile uint64_t held[READERS];
	volatile int byte[READERS];
} *shared;

/* The server's end of the connection, the file with O_DIRECT, and a pipe of the numbers of reads that are to end. */
static int connection = -1, file = -1, endings[2];

/* Of a process under test: its context of asynchronous I/O and whether its read is under way. */
static aio_context_t context;
static int reading;

static void answer_with(uint64_t unique, int error, const void *body, size_t bytes)
{
	static char message[sizeof(struct fuse_out_header) + PAGE];
	struct fuse_out_header header = { .len = sizeof(header) + bytes, .error = error, .unique = unique };

	memcpy(message, &header, sizeof(header));
	if (bytes)
		memcpy(message + sizeof(header), body, bytes);
	if (write(connection, message, header.len) < 0)
		return;
}

static void serve(const struct fuse_in_header *in, const void *body)
{
	struct fuse_init_out init = {
		.major = FUSE_KERNEL_VERSION, .minor = FUSE_KERNEL_MINOR_VERSION,
		.flags = FUSE_ASYNC_READ | FUSE_ASYNC_DIO, .max_background = 16, .max_write = PAGE,
	};
	struct fuse_attr_out attributes = {
		.attr = { .ino = FUSE_ROOT_ID, .mode = S_IFREG | 0600, .nlink = 1, .size = READERS * PAGE },
	};
	struct fuse_open_out opened = { .open_flags = FOPEN_DIRECT_IO };

	switch (in->opcode) {
	case FUSE_INIT:
		return answer_with(in->unique, 0, &init, sizeof(init));
	case FUSE_GETATTR:
		return answer_with(in->unique, 0, &attributes, sizeof(attributes));
	case FUSE_OPEN:
		return answer_with(in->unique, 0, &opened, sizeof(opened));
	case FUSE_READ:
		shared->held[((const struct fuse_read_in *)body)->offset / PAGE % READERS] = in->unique;
		return;
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		return;
	default:
		return answer_with(in->unique, -ENOSYS, NULL, 0);
	}
}

static void *serve_requests(void *unused)
{
	static char request[REQUEST];

	(void)unused;
	while (read(connection, request, sizeof(request)) >= (ssize_t)sizeof(struct fuse_in_header))
		serve((struct fuse_in_header *)request, request + sizeof(struct fuse_in_header));
	return NULL;
}

/* Ends the reads whose numbers come by the pipe. */
static void *end_reads(void *unused)
{
	char page[PAGE], number;

	(void)unused;
	while (read(endings[0], &number, 1) == 1) {
		uint64_t unique = shared->held[(int)number];

		memset(page, shared->byte[(int)number], PAGE);
		shared->held[(int)number] = 0;
		answer_with(unique, 0, page, PAGE);
	}
	return NULL;
}

/* A file system of one file, its root, that is mounted nowhere: what opens it is its descriptor. */
static int mount_apart(void)
{
	char text[32];
	int fs = syscall(SYS_fsopen, "fuse", FSOPEN_CLOEXEC), mount = -1;

	snprintf(text, sizeof(text), "%d", connection);
	if (fs >= 0 && !syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "fd", text, 0) &&
	    !syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "rootmode", "100600", 0) &&
	    !syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "user_id", "0", 0) &&
	    !syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "group_id", "0", 0) &&
	    !syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		mount = syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, 0);
	if (fs >= 0)
		close(fs);
	return mount;
}

int serve_direct_reads(void)
{
	pthread_t thread;
	struct stat status;
	char path[64];
	int mount;

	connection = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (connection < 0 || shared == MAP_FAILED || pipe2(endings, O_CLOEXEC))
		return -1;
	mount = mount_apart();
	if (mount < 0 || pthread_create(&thread, NULL, serve_requests, NULL) ||
	    pthread_create(&thread, NULL, end_reads, NULL))
		return -1;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", mount);
	file = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC);
	close(mount);
	/* The kernel learns the size of the file. */
	return file < 0 || fstat(file, &status) ? -1 : 0;
}

static void end_read(char number)
{
	if (write(endings[1], &number, 1) != 1)
		return;
}

void end_direct_reads(void)
{
	for (char number = 0; shared && number < READERS; number++) {
		if (shared->held[(int)number])
			end_read(number);
		while (shared->held[(int)number])
			usleep(100);
	}
}

void forget_direct_read(void)
{
	reading = 0;
	context = 0;
}

int begin_direct_read(int number, char *page)
{
	struct iocb block = {
		.aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = file, .aio_buf = (uintptr_t)page,
		.aio_nbytes = PAGE, .aio_offset = number * PAGE,
	};
	struct iocb *blocks[] = { &block };
	struct io_event event;
	struct timespec none = { 0 };

	if (reading) {
		errno = EBUSY;
		return -1;
	}
	if (!context && syscall(SYS_io_setup, 1, &context))
		return -1;
	if (syscall(SYS_io_submit, context, 1, blocks) != 1)
		return -1;
	/* What could not be pinned has ended already; else the server comes to hold it. */
	while (!shared->held[number]) {
		if (syscall(SYS_io_getevents, context, 0, 1, &event, &none) == 1) {
			errno = -event.res;
			return -1;
		}
		usleep(100);
	}
	reading = 1;
	return 0;
}

int finish_direct_read(int number, int byte)
{
	struct io_event event;

	if (!reading) {
		errno = EBADF;
		return -1;
	}
	shared->byte[number] = byte;
	end_read(number);
	reading = 0;
	if (syscall(SYS_io_getevents, context, 1, 1, &event, NULL) != 1)
		return -1;
	errno = event.res < 0 ? -event.res : EIO;
	return event.res == (long)PAGE ? 0 : -1;
}

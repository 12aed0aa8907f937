/* What this kernel can do of what operations ask for. */
#include "probe.h"
#include "uapi.h"
#include <fcntl.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

uint64_t uffd_features;

static const struct { const char *name; uint64_t bit; } FEATURES[] = {
	{ "wp", UFFD_FEATURE_PAGEFAULT_FLAG_WP }, { "missing-shmem", UFFD_FEATURE_MISSING_SHMEM },
	{ "minor-shmem", UFFD_FEATURE_MINOR_SHMEM }, { "wp-shmem", UFFD_FEATURE_WP_HUGETLBFS_SHMEM },
	{ "wp-unpopulated", UFFD_FEATURE_WP_UNPOPULATED }, { "wp-async", UFFD_FEATURE_WP_ASYNC },
	{ "poison", UFFD_FEATURE_POISON }, { "move", UFFD_FEATURE_MOVE },
};

static const struct { const char *name; int advice; } ADVICE[] = {
	{ "pageout", MADV_PAGEOUT }, { "cold", MADV_COLD }, { "free", MADV_FREE }, { "wipeonfork", MADV_WIPEONFORK },
	{ "populate", MADV_POPULATE_WRITE }, { "collapse", MADV_COLLAPSE },
};

/* UFFDIO_API without features answers with all that there are. */
static void ask_userfaultfd(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0 && !ioctl(fd, UFFDIO_API, &api))
		uffd_features = api.features;
	close(fd);
}

static int has_pagemap_scan(void)
{
	struct pm_scan_arg scan = { .size = sizeof(scan), .return_mask = 1 };
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	int has = ioctl(fd, PAGEMAP_SCAN, &scan) >= 0;

	close(fd);
	return has;
}

static int has_io_uring(void)
{
	struct io_uring_params params = { 0 };
	int fd = syscall(SYS_io_uring_setup, 1, &params);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void describe_capabilities(char *text, size_t size)
{
	ask_userfaultfd();
	snprintf(text, size, "capabilities");
	for (size_t i = 0; i < sizeof(FEATURES) / sizeof(*FEATURES); i++)
		if (uffd_features & FEATURES[i].bit)
			strcat(strcat(text, " "), FEATURES[i].name);
	/* Of no bytes any advice that is known is good. */
	for (size_t i = 0; i < sizeof(ADVICE) / sizeof(*ADVICE); i++)
		if (!madvise(NULL, 0, ADVICE[i].advice))
			strcat(strcat(text, " "), ADVICE[i].name);
	if (has_pagemap_scan())
		strcat(text, " pagemap-scan");
	if (has_io_uring())
		strcat(text, " io-uring");
}

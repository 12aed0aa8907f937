/* Two threads, of which each does operations. */
#include "probe.h"
#include "worker.h"
#include <errno.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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
void do_race(char *args)
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

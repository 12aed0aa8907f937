import type { Complaint, Outcome } from '../complaint.ts';

/** Carries a complaint up to the one place that reports it. Thrown by commands alone. */
export class Refusal extends Error {
  readonly complaint: Complaint;

  constructor(complaint: Complaint) {
    super(complaint.message);
    this.name = 'Refusal';
    this.complaint = complaint;
  }
}

/** Returns what was asked for; throws a `Refusal` where it cannot be had. */
export function expectDone<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Refusal(outcome.complaint);
}

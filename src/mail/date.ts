const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zone names of RFC 5322 §4.3 and a few that attributions use, in hours; any other name counts as UTC. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
  ...{ bst: 1, cet: 1, cest: 2, eet: 2, eest: 3, msk: 3, jst: 9, aest: 10, aedt: 11 },
};

const TIME = String.raw`(?<hour>\d{1,2})[:.](?<minute>\d\d)(?:[:.](?<second>\d\d)(?:\.\d{1,9})?)?\s?(?<half>[AaPp][Mm]\b)?\s*(?<zone>[+-]\d{1,2}:?\d\d|[A-Za-z]{1,5}\b)?`;
const MONTH = String.raw`(?<month>[A-Za-z]{3})[a-z]*\.?`;

/** Dates as mails, archive pages, `ctime` and attribution lines write them; the first that fits counts. */
const FORMS: readonly RegExp[] = [
  // Thu, 28 Jun 2018 14:39:16 +0200
  new RegExp(String.raw`(?:^|[\s,])(?<day>\d{1,2})[\s-]+${MONTH}[\s-]+(?<year>\d{2,4})[\s,]+(?:at\s)?${TIME}`),
  // Thu Jun 28 2018 - 10:49:44 EST; Tue, Dec 01, 2020 at 05:30:33PM -0500
  new RegExp(String.raw`(?:^|\s)${MONTH}\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})(?:\s+-|,?\s+at)?[\s,]+${TIME}`),
  // Thu Jun 28 10:49:44 2018 -0400, as git writes it
  new RegExp(
    String.raw`(?:^|\s)${MONTH}\s+(?<day>\d{1,2})\s+(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d))?\s+(?<year>\d{4})\s+(?<zone>[+-]\d{4})\b`,
  ),
  // Thu Jun 28 10:49:44 EST 2018
  new RegExp(
    String.raw`(?:^|\s)${MONTH}\s+(?<day>\d{1,2})\s+(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d))?\s*(?:(?<zone>[+-]\d{3,4}|[A-Za-z]{1,5})\s+)?(?<year>\d{4})`,
  ),
  // 2018-06-28T14:39:16Z; 2020/6/15 21:37
  new RegExp(String.raw`(?:^|\s)(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})[T\s,]+(?:at\s)?${TIME}`),
  // 28.06.2018 16:39
  new RegExp(String.raw`(?:^|\s)(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{2,4})[\s,]+(?:um\s)?${TIME}`),
  // 06/28/2018 03:18 PM
  new RegExp(String.raw`(?:^|\s)(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{2,4})[\s,]+(?:at\s)?${TIME}`),
];

/**
 * Reads a date as mails, `ctime`, archive pages and attributions write it, into ISO 8601 in UTC.
 *
 * @returns undefined where no date is there, or none that a calendar has.
 */
export function readDate(value: string): string | undefined {
  const text = value.slice(0, 200);
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts !== undefined) return instant(parts);
  }
  return undefined;
}

function instant(parts: Readonly<Record<string, string | undefined>>): string | undefined {
  const month = monthOf(parts.month ?? '');
  const [day, hour, minute, second] = [parts.day, parts.hour, parts.minute, parts.second].map((part) =>
    Number(part ?? 0),
  );
  const year = fullYear(Number(parts.year), (parts.year ?? '').length);
  if (day === undefined || hour === undefined || minute === undefined || second === undefined) return undefined;
  if (month < 0 || hour > 23 || minute > 59 || second > 60 || day < 1) return undefined;
  const inMonth = new Date(Date.UTC(year, month, day)).getUTCMonth() === month;
  if (!inMonth || year < 1970 || year > 9999) return undefined;
  const local = Date.UTC(year, month, day, halfDay(hour, parts.half), minute, second);
  return new Date(local - zoneMinutes(parts.zone) * 60_000).toISOString();
}

function monthOf(written: string): number {
  return /^\d/.test(written) ? Number(written) - 1 : MONTHS.indexOf(written.toLowerCase());
}

/** 12 AM is midnight, 12 PM is noon. */
function halfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

/** RFC 5322 §4.3: two digits below 50 are of this century, other two or three digits count from 1900. */
function fullYear(year: number, digits: number): number {
  if (digits >= 4) return year;
  return digits === 2 && year < 50 ? 2000 + year : 1900 + year;
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const numeric = /^([+-])(\d{1,2}):?(\d\d)$/.exec(zone);
  if (numeric === null) return 60 * (ZONES[zone.toLowerCase()] ?? 0);
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
  if (minutes > 14 * 60) return 0;
  return numeric[1] === '-' ? -minutes : minutes;
}

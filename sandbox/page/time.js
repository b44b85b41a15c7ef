// Times in the viewer's zone: clock labels, message times, Slack's date tokens, pickers.

const formats = new Map();

function formatter(zone, options) {
  const key = `${zone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options }));
  }
  return formats.get(key);
}

function format(date, zone, options) {
  return formatter(zone, options).format(date);
}

function parts(date, zone) {
  const options = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  };
  return Object.fromEntries(
    formatter(zone, options)
      .formatToParts(date)
      .map((part) => [part.type, part.value]),
  );
}

/** "09:30" in `zone`, for the page's own clock. */
export function clockLabel(date, zone) {
  return format(date, zone, { hour: '2-digit', minute: '2-digit' });
}

/** "9:30 AM" in `zone`, as Slack shows times to somebody who reads American English. */
export function timeLabel(date, zone, more = {}) {
  return date.toLocaleTimeString('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit', ...more });
}

/** "Tue 24 Nov 2026" in `zone`. */
export function dateLabel(date, zone) {
  return format(date, zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).replace(
    ',',
    '',
  );
}

/** "GMT+1" or another short name of `zone` at `date`. */
export function zoneLabel(date, zone) {
  const named = formatter(zone, { timeZoneName: 'short' }).formatToParts(date);
  return named.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** "2026-11-24" in `zone`: tells days apart. */
export function dayKey(date, zone) {
  const { year, month, day } = parts(date, zone);
  return `${year}-${month}-${day}`;
}

/** "Today", "Yesterday" or "Tuesday, November 24th" for a day divider. */
export function dayLabel(date, now, zone) {
  const near = nearDay(date, now, zone);
  return near ? capital(near) : longDate(date, now, zone);
}

/** The value of a datetime-local input for a unix time in `zone`. */
export function localFromUnix(unix, zone) {
  const { year, month, day, hour, minute } = parts(new Date(unix * 1000), zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** The unix time of a datetime-local value in `zone`; asked twice because the offset may change in between. */
export function unixFromLocal(value, zone) {
  const wanted = Date.parse(`${value}:00Z`);
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) guess = wanted - offset(guess, zone);
  return Math.round(guess / 1000);
}

function offset(instant, zone) {
  const { year, month, day, hour, minute, second } = parts(new Date(instant), zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

function nearDay(date, now, zone) {
  const days = (Date.parse(dayKey(date, zone)) - Date.parse(dayKey(now, zone))) / 86_400_000;
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[days] ?? null;
}

function ordinal(day) {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th')}`;
}

/** Slack leaves the year out within about six months. */
function yearSuffix(date, now, zone) {
  return Math.abs(date - now) < 183 * 86_400_000 ? '' : `, ${parts(date, zone).year}`;
}

function mediumDate(date, now, zone) {
  const month = format(date, zone, { month: 'long' });
  return `${month} ${ordinal(Number(parts(date, zone).day))}${yearSuffix(date, now, zone)}`;
}

function shortDate(date, now, zone) {
  const month = format(date, zone, { month: 'short' });
  return `${month} ${Number(parts(date, zone).day)}${yearSuffix(date, now, zone)}`;
}

function longDate(date, now, zone) {
  return `${format(date, zone, { weekday: 'long' })}, ${mediumDate(date, now, zone)}`;
}

function ago(date, now) {
  const minutes = Math.round((date - now) / 60_000);
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / 1440), 'day');
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const TOKENS = {
  date_num: (date, now, zone) => dayKey(date, zone),
  date: mediumDate,
  date_short: shortDate,
  date_long: longDate,
  date_pretty: (...at) => nearDay(...at) ?? mediumDate(...at),
  date_short_pretty: (...at) => nearDay(...at) ?? shortDate(...at),
  date_long_pretty: (...at) => nearDay(...at) ?? longDate(...at),
  date_long_full: longDate,
  day_divider_pretty: (...at) => nearDay(...at) ?? longDate(...at),
  time: (date, now, zone) => timeLabel(date, zone),
  time_secs: (date, now, zone) => timeLabel(date, zone, { second: '2-digit' }),
  ago: (date, now) => ago(date, now),
};

/** Fills Slack's date tokens in `template`, for `unix` seconds seen at `now` from `zone`. */
export function slackDate(unix, template, now, zone) {
  const date = new Date(unix * 1000);
  return template.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(date, now, zone) ?? token);
}

// Slack's words for an app that could not be reached: the server tells codes, and its own refusals as sentences.

/** What Slack's client says over a form that it could not send. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

const UNREACHED = {
  operation_timeout: 'Operation timed out. Apps need to respond within three seconds.',
  dispatch_failed: 'This app could not be reached. Is it running?',
  http_service_error: 'This app responded with an error. Try again?',
  http_client_error: 'This app responded with an error. Try again?',
};
const CODE = /^[a-z_]+$/;

/** Whether this is what becomes of a payload that the app didn't take. */
export function isUnreached(error) {
  return Object.hasOwn(UNREACHED, error ?? '');
}

/** The sentence over a form whose sending failed. */
export function formFailure(error) {
  return !error || CODE.test(error) ? TROUBLE : error;
}

/** The sentence about any other act that failed. */
export function failure(error) {
  if (!CODE.test(error)) return error;
  return UNREACHED[error] ?? `Slack could not take the app's answer: ${error}.`;
}

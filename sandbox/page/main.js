// Starts the page: a Slack stand-in on this machine, drawn from the sandbox server's page API.
//
// Stable hooks for browser tests (data-testid unless said otherwise)
//   workspaces    team-switch and team-{team id} (with more than one), not-installed with install, archived
//   rail          person-switch, person-search, person-{user id}, conversation-{id}, directory-open, menu (narrow screens)
//   clock         clock-now (datetime attribute = ISO instant), clock-next, clock-day, clock-week, bot-state
//   conversation  welcome, first-step (puts a command into the composer), tab-home, tab-messages, message (data-ts = Slack ts), composer, send,
//                 suggestion-{command without slash | user id}
//   modals        modal, modal-submit, modal-close, modal-cancel (the labelled close button), modal-back,
//                 field-{block_id} around each input block, confirm, confirm-ok, confirm-cancel
//   elements      action-{action_id} on every interactive element, wherever it is drawn:
//                   buttons, url buttons, icon buttons   the <button> or <a>
//                   plain/email/url/number inputs        the <input> or <textarea>
//                   static_select                        the native <select>; option values as the bot gave them
//                   every other select                   the combobox <input>: type to search, click option-{value}
//                   date, time, datetime pickers         the native <input>
//                   checkboxes, radio_buttons            the <fieldset>; inside it option-{value} on each <input>
//                   overflow                             the button; in its menu option-{value}
//                   feedback_buttons                     the group; inside it action-{action_id}-positive and -negative
//                   file_input                           the disabled <input>
//                 option-{value}, token-{value} (chosen in a multi select; its button removes it)
//   blocks        chart, data-table, data-table-next, data-table-previous, file-card, file-download, file-preview, file-open
//   directory     directory-zone, directory-active (deactivate or reactivate), directory-close, newcomer-name, newcomer-add,
//                 channel-belong-{id} (join or leave), channel-more-{id} (its menu: channel-rename, -share, -unshare,
//                 -archive, -unarchive), channel-name (while renaming)
//   faults        faults (the panel), faults-open, faults-close, fault-kind, fault-{detail}, fault-on, fault-often,
//                 fault-chance, fault-team, fault-add, fault-{kind} (each one at work), fault-stop, fault-stop-all,
//                 fault-seed, fault-draw, calls, call
//   error         every shown error: notices, banner in a modal, sentence under a field, failed start (with retry)
// The address #/{user id}/{conversation id}/{home|messages} opens a place directly; with more than one workspace
// the team id comes first.

import { mountFaults } from './faults/panel.js';
import { mountPane } from './pane.js';
import { mountProfile } from './profile.js';
import { mountRail } from './rail.js';
import { start } from './session.js';
import { mountTopbar } from './topbar.js';
import { mountViews } from './views.js';

const byId = (id) => document.getElementById(id);

mountTopbar(byId('topbar'));
mountRail(byId('rail'), byId('scrim'));
mountPane(byId('main'));
mountProfile(byId('directory'));
mountFaults(byId('faults'));
mountViews();
start();

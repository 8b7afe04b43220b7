// The shape of one environment's outbox database, as an append-only list of steps under `user_version`.
// A step that has been released is never edited; a later one corrects it.

/** Step n brings a database from version n to n + 1. */
export const MIGRATIONS: readonly string[] = [
  `
  create table meta (
    key text primary key,
    value text not null
  ) strict, without rowid;

  -- One result accepted for one order. seq is the order of acceptance and never reused.
  create table outbox_item (
    seq integer primary key autoincrement,
    ref text not null,
    result text not null,
    date text not null,
    inspector text not null,
    state text not null,
    cause text not null default '',
    words text not null default '',
    due_at integer,
    attempts integer not null default 0,
    unknowns integer not null default 0,
    maybe_twice integer not null default 0,
    first_tried_online_ms integer,
    -- The batch it is on board of right now, claimed or being sent; it keeps its state until that is settled.
    aboard text,
    origin text not null,
    import_id integer,
    record integer,
    changed_at integer not null
  ) strict;
  create index outbox_item_by_ref on outbox_item (ref);
  create index outbox_item_by_state on outbox_item (state);
  create index outbox_item_by_cause on outbox_item (state, cause) where cause <> '';
  -- Only results that wait for a moment of their own are in here, so a million fresh ones cost nothing.
  create index outbox_item_by_due on outbox_item (due_at) where due_at is not null;
  create index outbox_item_aboard on outbox_item (aboard) where aboard is not null;
  create index outbox_item_repaired on outbox_item (import_id) where origin = 'edit' and import_id is not null;

  -- Written before a socket opens, so that a crash leaves a trace.
  create table batch (
    id text primary key,
    boot_id text not null,
    started_at integer not null,
    ended_at integer,
    rows integer not null,
    url_bytes integer not null,
    cause text not null default ''
  ) strict, without rowid;

  create table receipt (
    seq integer not null,
    batch_id text not null,
    at integer not null,
    outcome text not null,
    cause text not null,
    words text not null,
    primary key (seq, batch_id)
  ) strict, without rowid;
  create trigger receipt_is_final before update on receipt begin
    select raise(abort, 'a receipt is never changed');
  end;

  -- What a discard can give back.
  create table discarded (
    undo text not null,
    seq integer not null,
    state text not null,
    cause text not null,
    due_at integer,
    primary key (undo, seq)
  ) strict, without rowid;

  create table import (
    id integer primary key autoincrement,
    name text not null,
    sha256 text not null default '',
    bytes integer not null,
    phase text not null,
    encoding text not null default '',
    delimiter text not null default '',
    totals text not null default '',
    queued integer not null default 0,
    held integer not null default 0,
    first_seq integer,
    last_seq integer,
    started_at integer not null,
    accepted_at integer,
    accepted_by text not null default '',
    failure text not null default ''
  ) strict;
  create index import_by_sha256 on import (sha256) where accepted_at is not null;

  -- Rows of an accepted file that wait for a repair.
  create table held_row (
    import_id integer not null,
    record integer not null,
    line integer not null,
    ref text not null,
    result text not null,
    date text not null,
    inspector text not null,
    problems text not null,
    primary key (import_id, record)
  ) strict, without rowid;

  -- Counters, so that nothing is ever counted by a scan. import_id 0 is the whole outbox.
  create table tally (
    import_id integer not null,
    state text not null,
    cause text not null,
    n integer not null,
    primary key (import_id, state, cause)
  ) strict, without rowid;
  create table delivered_hour (
    hour integer primary key,
    n integer not null
  ) strict;

  -- New rows are counted by who adds them: an insert trigger, even one that never fires, doubles the cost of a large import.
  create trigger outbox_item_moved after update of state, cause on outbox_item when new.state <> old.state or new.cause <> old.cause begin
    update tally set n = n - 1 where import_id in (0, old.import_id) and state = old.state and cause = old.cause;
    insert into tally select value, new.state, new.cause, 1 from (select 0 as value union all select new.import_id) where value is not null
      on conflict do update set n = n + 1;
  end;
  create trigger outbox_item_forgotten after delete on outbox_item begin
    update tally set n = n - 1 where import_id = 0 and state = old.state and cause = old.cause;
    update tally set n = n - 1 where import_id = old.import_id and state = old.state and cause = old.cause;
  end;
  -- A file's rows become visible as one, and are counted as one.
  create trigger import_accepted after update of phase on import when new.phase = 'accepted' and old.phase <> 'accepted' begin
    insert into tally select 0, 'waiting', '', new.queued where new.queued > 0 on conflict do update set n = n + new.queued;
    insert into tally select new.id, 'waiting', '', new.queued where new.queued > 0 on conflict do update set n = n + new.queued;
    insert into tally select 0, 'held', '', new.held where new.held > 0 on conflict do update set n = n + new.held;
    insert into tally select new.id, 'held', '', new.held where new.held > 0 on conflict do update set n = n + new.held;
  end;
  create trigger held_row_settled after delete on held_row begin
    update tally set n = n - 1 where import_id = 0 and state = 'held';
    update tally set n = n - 1 where import_id = old.import_id and state = 'held';
  end;

  -- Found by any three characters of reference or inspector. Filled behind the import, in the background.
  create virtual table outbox_search using fts5 (text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
  `,
  `
  -- A list of service bookings as BRP last gave it, named by what was asked: "mine", "shifts", "resource 4", "order 117".
  -- owner is on whose behalf and where; another owner's bookings never mix with these.
  create table booking_list (
    list text primary key,
    owner text not null,
    news text not null default ''
  ) strict, without rowid;
  create table booking_day (
    list text not null,
    day text not null,
    as_of integer not null,
    primary key (list, day)
  ) strict, without rowid;
  create table booking (
    list text not null,
    id integer not null,
    day text not null,
    start integer not null,
    facility integer,
    search text not null,
    added_at integer,
    changed_at integer,
    kept_at integer not null,
    body text not null,
    unique (list, id)
  ) strict;
  create index booking_by_time on booking (list, day, start, id);
  create index booking_by_id on booking (id);

  -- Facilities and resources met so far, for the pickers.
  create table booking_choice (
    kind text not null,
    id integer not null,
    name text not null,
    type text not null,
    isemployee integer not null,
    primary key (kind, id)
  ) strict, without rowid;

  -- A change to a booking on its way to BRP. What is settled stays for a while; beside one being sent,
  -- at most one per booking is not.
  create table booking_edit (
    id integer primary key autoincrement,
    booking_id integer not null,
    booking text not null,
    ask text not null,
    change text not null,
    base text not null,
    state text not null,
    failure text not null default '',
    conflicts text not null default '[]',
    kept text not null default '[]',
    not_kept text not null default '[]',
    attempts integer not null default 0,
    due_at integer,
    made_at integer not null,
    changed_at integer not null
  ) strict;
  create unique index booking_edit_open on booking_edit (booking_id) where state in ('queued', 'conflict', 'failed');
  `,
  `
  -- Which order of BasicPSF a person confirmed for an order of BRP, by the number that people know.
  create table booking_reference (
    number text primary key,
    ref text not null
  ) strict, without rowid;
  `,
  `
  -- What a result was before a newer one for its order took its place: that is what it is again when the newer one is withdrawn.
  alter table outbox_item add column was text not null default '';
  create index outbox_item_replaced on outbox_item (ref) where was <> '';

  -- Where a dropped file lies (empty when it came without a place), how it was understood, what a person chose about that,
  -- which of its staging files counts, and how many of its rows a person repaired before it was accepted.
  alter table import add column path text not null default '';
  alter table import add column reading text not null default '';
  alter table import add column choice text not null default '';
  alter table import add column staging integer not null default 0;
  alter table import add column file_changed integer not null default 0;
  alter table import add column repaired integer not null default 0;

  -- Held rows as they were before a repair, and the result that the repair queued, if it did.
  create table held_undo (
    n integer primary key autoincrement,
    undo text not null,
    import_id integer not null,
    record integer not null,
    line integer not null,
    ref text not null,
    result text not null,
    date text not null,
    inspector text not null,
    problems text not null,
    seq integer
  ) strict;
  create index held_undo_by_act on held_undo (import_id, undo);
  create index held_undo_by_row on held_undo (import_id, record);

  -- Which columns a person chose for a header, by its fingerprint.
  create table remembered_columns (
    fingerprint text primary key,
    columns text not null,
    used_at integer not null
  ) strict, without rowid;

  -- Files of the watched folder that were taken up, as they were then; the same file is never taken up twice.
  create table watched_file (
    path text primary key,
    size integer not null,
    modified_at integer not null,
    import_id integer not null,
    settled text not null default ''
  ) strict, without rowid;
  `,
  `
  -- The held rows of one order, which a repair of one of them concerns.
  create index held_row_by_order on held_row (import_id, ref);
  `,
  `
  -- When it was accepted, epoch ms (0 before this column was here), and the stamp of BasicPSF that a person has seen and wants it sent over.
  alter table outbox_item add column accepted_at integer not null default 0;
  alter table outbox_item add column sent_over integer;

  -- What BasicPSF held when a result was not sent over it, and when that was seen.
  create table held_elsewhere (
    seq integer primary key,
    result text not null,
    date text not null,
    inspector text not null,
    confirmed_at integer not null,
    seen_at integer not null
  ) strict;
  `,
  `
  -- The corrected result that took the place of this one, where that may be one of another order.
  alter table outbox_item add column replaced_by integer;
  `,
  `
  -- Forgetting asks for discarded results by their own number, whatever act discarded them.
  create index discarded_by_seq on discarded (seq);
  `,
  `
  -- What BasicPSF was told last of orders whose results were forgotten since, as marks: our own word is known again by them.
  create table told_before (
    ref integer primary key,
    told integer not null,
    seq integer not null
  ) strict;

  -- What a check of delivered results found to differ and a person left as it is, as a mark: listed again only when it changes.
  create table left_as_is (
    seq integer primary key,
    held integer not null
  ) strict;
  `,
  `
  -- Whose BRP the kept bookings come from: another one's are not these, nor are its changes or its order numbers.
  create table booking_server (
    one integer primary key check (one = 1),
    server text not null
  ) strict;
  alter table booking_edit add column server text not null default '';
  create table booking_reference_of (
    server text not null,
    number text not null,
    ref text not null,
    primary key (server, number)
  ) strict, without rowid;
  insert into booking_reference_of select '', number, ref from booking_reference;
  drop table booking_reference;
  alter table booking_reference_of rename to booking_reference;

  -- What moved in BRP's lists and nobody has taken note of yet: the booking before, empty when it is new, and after, empty when it is gone.
  create table booking_news (
    id integer primary key autoincrement,
    list text not null,
    booking_id integer not null,
    at integer not null,
    before text not null,
    after text not null,
    unique (list, booking_id)
  ) strict;
  alter table booking drop column added_at;
  alter table booking drop column changed_at;
  `,
];

create index on institutions (hub);
create index on institutions (trust);
create index on institutions (local_authority);

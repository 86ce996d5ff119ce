create index on belongs (hub);
create index on belongs (trust);
create index on belongs (local_authority);

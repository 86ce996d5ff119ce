create index stays_of_a_hub on stays (hub);
create index institutions_of_an_area on institutions (local_authority);
create index institutions_of_a_trust on institutions (trust) where trust is not null;
create unique index hub_by_slug on hubs (slug);
create index figures_of_a_year on institution_years (academic_year);

COPY public.notes (id, body) FROM stdin;
1	one;
2	'two
\.

\connect other
select 1 as a \gset p_
select 2 \; select 3 \g
\copy notes from stdin
\.

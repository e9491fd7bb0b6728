create table a (b int;
create table c (d int);
insert into a values ('it's one; not two', 'b');

creat table e ();
drop table f;
create rule r as on insert to a do (delete from b; delete from c);
select $x$ ;
grant a to b;

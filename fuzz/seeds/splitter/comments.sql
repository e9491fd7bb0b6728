/* a /* nested */ comment */ select 'a' -- b
 'c' /*+*/ - -1;
-- last
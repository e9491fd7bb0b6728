select E'\'', U&"d\0061t" uescape '!', B'01', x'1F', N'n', 1.5e3, 0x1F, 1_000, .5, 1..2, $1::int, a->>'b', a@-1, a=-1;

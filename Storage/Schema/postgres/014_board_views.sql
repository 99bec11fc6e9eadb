-- What engineers have chosen to see of the board, each under a name of their own.
CREATE TABLE board_views (
    actor text COLLATE "C" NOT NULL,
    name text NOT NULL,
    filter text NOT NULL,
    PRIMARY KEY (actor, name)
);

-- Whether a session was begun by a proof that needs no second factor of the desk's, such as a company login.
ALTER TABLE sessions ADD COLUMN is_strong boolean NOT NULL DEFAULT false;

-- Customers by their e-mail address, so that an enquiry by one of them is recognized (Policy A7).
CREATE INDEX cards_email ON cards (lower((body::jsonb ->> 'email'))) WHERE kind = 'customer';

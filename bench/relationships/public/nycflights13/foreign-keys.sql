ALTER TABLE flights ADD FOREIGN KEY (carrier) REFERENCES airlines (carrier);
ALTER TABLE flights ADD FOREIGN KEY (origin) REFERENCES airports (faa);
ALTER TABLE flights ADD FOREIGN KEY (dest) REFERENCES airports (faa) NOT VALID;
ALTER TABLE flights ADD FOREIGN KEY (tailnum) REFERENCES planes (tailnum) NOT VALID;
ALTER TABLE weather ADD FOREIGN KEY (origin) REFERENCES airports (faa);
ALTER TABLE flights ADD FOREIGN KEY (origin, time_hour) REFERENCES weather (origin, time_hour) NOT VALID;

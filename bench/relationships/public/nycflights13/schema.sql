-- The tables of nycflights13 with the keys that its documentation describes.

CREATE TABLE airlines (
  carrier varchar(10),
  name varchar(30),
  PRIMARY KEY (carrier)
);

CREATE TABLE airports (
  faa varchar(10),
  name varchar(60),
  lat double precision,
  lon double precision,
  alt integer,
  tz integer,
  dst varchar(10),
  tzone varchar(20),
  PRIMARY KEY (faa)
);

CREATE TABLE planes (
  tailnum varchar(10),
  year integer,
  type varchar(30),
  manufacturer varchar(30),
  model varchar(20),
  engines integer,
  seats integer,
  speed integer,
  engine varchar(20),
  PRIMARY KEY (tailnum)
);

CREATE TABLE weather (
  origin varchar(10),
  year integer,
  month integer,
  day integer,
  hour integer,
  temp numeric(15,2),
  dewp numeric(15,2),
  humid numeric(15,2),
  wind_dir integer,
  wind_speed double precision,
  wind_gust double precision,
  precip numeric(15,2),
  pressure numeric(15,2),
  visib numeric(15,2),
  time_hour timestamptz,
  PRIMARY KEY (origin, time_hour)
);

CREATE TABLE flights (
  year integer,
  month integer,
  day integer,
  dep_time integer,
  sched_dep_time integer,
  dep_delay integer,
  arr_time integer,
  sched_arr_time integer,
  arr_delay integer,
  carrier varchar(10),
  flight integer,
  tailnum varchar(10),
  origin varchar(10),
  dest varchar(10),
  air_time integer,
  distance integer,
  hour integer,
  minute integer,
  time_hour timestamptz
);

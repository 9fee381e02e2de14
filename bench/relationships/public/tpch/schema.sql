-- The tables and keys of TPC-H, as section 1.4 of its specification has them.

CREATE TABLE region (
  r_regionkey integer,
  r_name varchar(20),
  r_comment varchar(120),
  PRIMARY KEY (r_regionkey)
);

CREATE TABLE nation (
  n_nationkey integer,
  n_name varchar(20),
  n_regionkey integer,
  n_comment varchar(120),
  PRIMARY KEY (n_nationkey)
);

CREATE TABLE part (
  p_partkey integer,
  p_name varchar(50),
  p_mfgr varchar(20),
  p_brand varchar(10),
  p_type varchar(30),
  p_size integer,
  p_container varchar(10),
  p_retailprice numeric(15,2),
  p_comment varchar(30),
  PRIMARY KEY (p_partkey)
);

CREATE TABLE supplier (
  s_suppkey integer,
  s_name varchar(20),
  s_address varchar(40),
  s_nationkey integer,
  s_phone varchar(60),
  s_acctbal numeric(15,2),
  s_comment varchar(100),
  PRIMARY KEY (s_suppkey)
);

CREATE TABLE partsupp (
  ps_partkey integer,
  ps_suppkey integer,
  ps_availqty integer,
  ps_supplycost numeric(15,2),
  ps_comment varchar(200),
  PRIMARY KEY (ps_partkey, ps_suppkey)
);

CREATE TABLE customer (
  c_custkey integer,
  c_name varchar(20),
  c_address varchar(40),
  c_nationkey integer,
  c_phone varchar(60),
  c_acctbal numeric(15,2),
  c_mktsegment varchar(10),
  c_comment varchar(120),
  PRIMARY KEY (c_custkey)
);

CREATE TABLE orders (
  o_orderkey integer,
  o_custkey integer,
  o_orderstatus varchar(10),
  o_totalprice numeric(15,2),
  o_orderdate date,
  o_orderpriority varchar(20),
  o_clerk varchar(20),
  o_shippriority integer,
  o_comment varchar(80),
  PRIMARY KEY (o_orderkey)
);

CREATE TABLE lineitem (
  l_orderkey integer,
  l_partkey integer,
  l_suppkey integer,
  l_linenumber integer,
  l_quantity integer,
  l_extendedprice numeric(15,2),
  l_discount numeric(15,2),
  l_tax numeric(15,2),
  l_returnflag varchar(10),
  l_linestatus varchar(10),
  l_shipdate date,
  l_commitdate date,
  l_receiptdate date,
  l_shipinstruct varchar(20),
  l_shipmode varchar(10),
  l_comment varchar(50),
  PRIMARY KEY (l_orderkey, l_linenumber)
);

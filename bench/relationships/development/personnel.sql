-- Personnel of a company: singular tables, named keys, natural keys, one-to-one tables, upper-case abbreviations.
CREATE TABLE dept (dept_no char(4) PRIMARY KEY, dept_name text, mgr_emp_id integer);
CREATE TABLE location (location_id integer PRIMARY KEY, city text, country_cd char(2));
CREATE TABLE job (job_id text PRIMARY KEY, job_title text, min_salary integer, max_salary integer);
CREATE TABLE employee (emp_id integer PRIMARY KEY, first_name text, last_name text, dept_no char(4) REFERENCES dept (dept_no), job_id text REFERENCES job (job_id), manager_id integer REFERENCES employee (emp_id), work_location_id integer REFERENCES location (location_id), hired_on date, salary numeric(10,2));
ALTER TABLE dept ADD FOREIGN KEY (mgr_emp_id) REFERENCES employee (emp_id);
CREATE TABLE employee_detail (emp_id integer PRIMARY KEY REFERENCES employee (emp_id), passport_number text, birth_date date);
CREATE TABLE job_history (emp_id integer REFERENCES employee (emp_id), start_date date, job_id text REFERENCES job (job_id), dept_no char(4) REFERENCES dept (dept_no), PRIMARY KEY (emp_id, start_date));
CREATE TABLE leave_type (leave_type_id integer PRIMARY KEY, description text);
CREATE TABLE leave_request (request_id integer PRIMARY KEY, emp_id integer REFERENCES employee (emp_id), leave_type_id integer REFERENCES leave_type (leave_type_id), approver_id integer REFERENCES employee (emp_id), days integer);
CREATE TABLE training (training_id integer PRIMARY KEY, title text, trainer text);
CREATE TABLE training_attendance (training_id integer REFERENCES training (training_id), employee integer REFERENCES employee (emp_id), grade integer, PRIMARY KEY (training_id, employee));
CREATE TABLE salary_grade (grade integer PRIMARY KEY, low integer, high integer);
CREATE TABLE audit_log (id bigint PRIMARY KEY, table_name text, row_id integer, level integer, payload jsonb);

INSERT INTO dept SELECT 'D' || lpad(n::text, 3, '0'), 'Department ' || n, NULL FROM generate_series(1, 12) n;
INSERT INTO location SELECT n, 'City ' || n, 'DE' FROM generate_series(1, 9) n;
INSERT INTO job SELECT 'J_' || n, 'Title ' || n, n * 1000, n * 2000 FROM generate_series(1, 19) n;
INSERT INTO employee SELECT n, 'First' || n, 'Last' || n, 'D' || lpad((n % 12 + 1)::text, 3, '0'), 'J_' || (n % 19 + 1), CASE WHEN n > 1 THEN n / 5 + 1 END, n % 9 + 1, date '2015-01-01' + n, 1000 + n FROM generate_series(1, 800) n;
UPDATE dept SET mgr_emp_id = substr(dept_no, 2)::integer * 3;
INSERT INTO employee_detail SELECT n, 'P' || n * 771, date '1970-01-01' + n FROM generate_series(1, 780) n;
INSERT INTO job_history SELECT n, date '2010-01-01' + n, 'J_' || (n % 17 + 1), 'D' || lpad((n % 11 + 1)::text, 3, '0') FROM generate_series(1, 300) n;
INSERT INTO leave_type SELECT n, 'Leave ' || n FROM generate_series(1, 5) n;
INSERT INTO leave_request SELECT n, n % 800 + 1, n % 5 + 1, n % 60 + 1, n % 20 + 1 FROM generate_series(1, 1500) n;
INSERT INTO training SELECT n, 'Training ' || n, 'Trainer ' || n FROM generate_series(1, 25) n;
INSERT INTO training_attendance SELECT n % 25 + 1, n, n % 6 + 1 FROM generate_series(1, 500) n;
INSERT INTO salary_grade SELECT n, n * 1000, n * 2000 FROM generate_series(1, 6) n;
INSERT INTO audit_log SELECT n, 'employee', n, n % 3 + 1, '{}' FROM generate_series(1, 1000) n;

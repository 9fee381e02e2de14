-- A warehouse of a hospital: facts and dimensions, surrogate and natural keys, columns with the table's prefix, history.
CREATE TABLE dim_calendar (cal_day_key integer PRIMARY KEY, cal_date date, cal_year integer, cal_month integer);
CREATE TABLE dim_patient (pat_patient_key integer PRIMARY KEY, pat_mrn text, pat_sex text, pat_birth_year integer);
CREATE TABLE dim_physician (phy_physician_key integer PRIMARY KEY, phy_npi text, phy_specialty text);
CREATE TABLE dim_hospital (hsp_hospital_key integer PRIMARY KEY, hsp_name text, hsp_city text);
CREATE TABLE dim_ward (wrd_ward_key integer PRIMARY KEY, wrd_name text, wrd_floor integer, wrd_manager_id integer, wrd_hospital_key integer REFERENCES dim_hospital (hsp_hospital_key));
CREATE TABLE dim_diagnosis_group (dg_group_key integer PRIMARY KEY, dg_title text);
CREATE TABLE dim_diagnosis (dia_diagnosis_key integer PRIMARY KEY, dia_icd text, dia_group_key integer REFERENCES dim_diagnosis_group (dg_group_key));
CREATE TABLE fact_admission (adm_admission_number integer, adm_patient_key integer REFERENCES dim_patient (pat_patient_key), adm_admitted_day_key integer REFERENCES dim_calendar (cal_day_key), adm_discharged_day_key integer REFERENCES dim_calendar (cal_day_key), adm_attending_physician_key integer REFERENCES dim_physician (phy_physician_key), adm_ward_key integer REFERENCES dim_ward (wrd_ward_key), adm_main_diag_key integer REFERENCES dim_diagnosis (dia_diagnosis_key), adm_cost numeric(12,2), adm_bed_number integer, PRIMARY KEY (adm_patient_key, adm_admission_number));
CREATE TABLE fact_procedure (prc_patient_key integer REFERENCES dim_patient (pat_patient_key), prc_admission_number integer, prc_line integer, prc_day_key integer REFERENCES dim_calendar (cal_day_key), prc_phys_key integer REFERENCES dim_physician (phy_physician_key), prc_minutes integer, prc_room_number integer, FOREIGN KEY (prc_patient_key, prc_admission_number) REFERENCES fact_admission (adm_patient_key, adm_admission_number), PRIMARY KEY (prc_patient_key, prc_admission_number, prc_line));
CREATE TABLE fact_lab_result (lab_result_id bigint PRIMARY KEY, lab_patient_key integer REFERENCES dim_patient (pat_patient_key), lab_ordered_day_key integer REFERENCES dim_calendar (cal_day_key), lab_test_code integer, lab_value double precision);
CREATE TABLE dim_patient_backup (pat_patient_key integer PRIMARY KEY, pat_mrn text);
CREATE VIEW v_physician AS SELECT phy_physician_key AS physician_key, phy_npi FROM dim_physician;

INSERT INTO dim_calendar SELECT 20200000 + n, date '2020-01-01' + n, 2020, n % 12 + 1 FROM generate_series(0, 999) n;
INSERT INTO dim_patient SELECT n, 'MRN' || n * 31, 'F', 1940 + n % 70 FROM generate_series(1, 900) n;
INSERT INTO dim_physician SELECT n, 'NPI' || n * 53, 'S' || n % 7 FROM generate_series(1, 80) n;
INSERT INTO dim_hospital VALUES (1, 'General', 'Town');
INSERT INTO dim_ward SELECT n, 'Ward ' || n, n % 4, n % 9 + 1, 1 FROM generate_series(1, 14) n;
INSERT INTO dim_diagnosis_group SELECT n, 'Group ' || n FROM generate_series(1, 21) n;
INSERT INTO dim_diagnosis SELECT n, 'I' || n, n % 21 + 1 FROM generate_series(1, 400) n;
INSERT INTO fact_admission SELECT n / 900 + 1, n % 900 + 1, 20200000 + n % 900, 20200000 + n % 900 + n % 20, n % 80 + 1, n % 14 + 1, n % 400 + 1, n, n % 30 FROM generate_series(1, 1500) n;
INSERT INTO fact_procedure SELECT adm_patient_key, adm_admission_number, l, adm_admitted_day_key, adm_attending_physician_key, 30, l FROM fact_admission, generate_series(1, 2) l;
INSERT INTO fact_lab_result SELECT n, n % 900 + 1, 20200000 + n % 950, n % 60 + 1, n / 7.0 FROM generate_series(1, 2500) n;
INSERT INTO dim_patient_backup SELECT pat_patient_key, pat_mrn FROM dim_patient WHERE pat_patient_key < 850;

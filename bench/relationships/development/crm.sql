-- Customer relations as a service exports them: text and UUID keys, camel case, keys of several kinds, empty tables.
CREATE TABLE "Account" ("Id" text PRIMARY KEY, "Name" text, "ParentId" text REFERENCES "Account" ("Id"), "OwnerId" text, "Industry" text, "AnnualRevenue" numeric);
CREATE TABLE "User" ("Id" text PRIMARY KEY, "UserName" text, "ManagerId" text REFERENCES "User" ("Id"), "IsActive" boolean);
ALTER TABLE "Account" ADD FOREIGN KEY ("OwnerId") REFERENCES "User" ("Id");
CREATE TABLE "Contact" ("Id" text PRIMARY KEY, "AccountId" text REFERENCES "Account" ("Id"), "ReportsToId" text REFERENCES "Contact" ("Id"), "Email" text, "LeadSource" text);
CREATE TABLE "Opportunity" ("Id" text PRIMARY KEY, "AccountId" text REFERENCES "Account" ("Id"), "CampaignId" text, "PrimaryContactId" text REFERENCES "Contact" ("Id"), "StageName" text, "Amount" numeric, "CreatedById" text REFERENCES "User" ("Id"));
CREATE TABLE "Campaign" ("Id" text PRIMARY KEY, "Name" text, "Status" text);
ALTER TABLE "Opportunity" ADD FOREIGN KEY ("CampaignId") REFERENCES "Campaign" ("Id");
CREATE TABLE "CampaignMember" ("Id" text PRIMARY KEY, "CampaignId" text REFERENCES "Campaign" ("Id"), "ContactId" text REFERENCES "Contact" ("Id"), "Status" text);
CREATE TABLE "Ticket" ("Id" uuid PRIMARY KEY, "Requester" text REFERENCES "Contact" ("Id"), "AssigneeId" text REFERENCES "User" ("Id"), "Subject" text, "Priority" text);
CREATE TABLE "TicketComment" ("Id" uuid PRIMARY KEY, "TicketId" uuid REFERENCES "Ticket" ("Id"), "Body" text);
CREATE TABLE "Contract" ("Id" text PRIMARY KEY, "AccountId" text REFERENCES "Account" ("Id"), "StartDate" date);
CREATE TABLE "Currency" ("IsoCode" text PRIMARY KEY, "Rate" numeric);
CREATE TABLE "PriceList" ("Id" text PRIMARY KEY, "Currency" text REFERENCES "Currency" ("IsoCode"), "Title" text);

INSERT INTO "User" SELECT '005' || n * 37, 'u' || n, CASE WHEN n > 3 THEN '005' || (n / 4 + 1) * 37 END, true FROM generate_series(1, 60) n;
INSERT INTO "Account" SELECT '001' || n * 91, 'Account ' || n, CASE WHEN n > 50 THEN '001' || (n / 10) * 91 END, '005' || (n % 60 + 1) * 37, 'Industry ' || n % 8, n FROM generate_series(1, 600) n;
INSERT INTO "Contact" SELECT '003' || n * 13, '001' || (n % 600 + 1) * 91, CASE WHEN n > 20 THEN '003' || (n / 3) * 13 END, 'c' || n || '@example.org', 'Web' FROM generate_series(1, 900) n;
INSERT INTO "Campaign" SELECT '701' || n * 7, 'Campaign ' || n, 'Open' FROM generate_series(1, 30) n;
INSERT INTO "Opportunity" SELECT '006' || n, '001' || (n % 600 + 1) * 91, CASE WHEN n % 2 = 0 THEN '701' || (n % 30 + 1) * 7 END, '003' || (n % 900 + 1) * 13, 'Stage ' || n % 5, n, '005' || (n % 60 + 1) * 37 FROM generate_series(1, 1000) n;
INSERT INTO "CampaignMember" SELECT '00v' || n, '701' || (n % 30 + 1) * 7, '003' || (n % 900 + 1) * 13, 'Sent' FROM generate_series(1, 700) n;
INSERT INTO "Ticket" SELECT md5('t' || n)::uuid, '003' || (n % 900 + 1) * 13, '005' || (n % 20 + 1) * 37, 'Subject ' || n, 'High' FROM generate_series(1, 400) n;
INSERT INTO "TicketComment" SELECT md5('c' || n)::uuid, md5('t' || (n % 400 + 1))::uuid, 'Body ' || n FROM generate_series(1, 800) n;
INSERT INTO "Currency" SELECT chr(65 + n) || chr(66 + n) || 'X', n FROM generate_series(0, 23) n;
INSERT INTO "PriceList" SELECT 'PL' || n, chr(65 + n % 24) || chr(66 + n % 24) || 'X', 'List ' || n FROM generate_series(1, 50) n;

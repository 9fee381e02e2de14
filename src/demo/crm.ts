/** The objects of the CRM, in the syntax of `parseTables`. Names and `required` are as in its API. */
export const crm = `
  company 3120 --imported A business that buys from us, or may.
    id key; name required; domain; industry = retail|hospitality|healthcare|education|other; employees integer; country; owner_id > owner; createdate
  contact 14210 --imported A person at a company.
    id key; email required --imported Unique in the CRM.; firstname; lastname; phone; jobtitle; lifecyclestage = lead|qualified|customer|evangelist; company_id > company; owner_id > owner; createdate
  deal 9120 --manual An opportunity to sell. Won deals are not revenue: revenue is in the finance schema of the warehouse.
    id key; dealname required; dealstage = new|qualified|offer|won|lost; amount; closedate date; pipeline = business|reseller; company_id > company; owner_id > owner; createdate
  line_item 20144
    id key; deal_id > deal; product_id > product; quantity integer; price_amount
  product 640 --ai What sales people offer, by the article numbers of the shop.
    id key; name required; sku; price_amount; is_active
  quote 5210
    id key; deal_id > deal; title; status = draft|sent|accepted|expired; expires_on
  ticket 30118
    id key; subject; content; priority = low|normal|high; status = new|waiting|closed; contact_id > contact; createdate
  engagement 210334 --ai Calls, meetings, notes and emails with contacts.
    id key; kind = call|meeting|note|email; body; contact_id > contact; deal_id > deal; owner_id > owner; happened_at
  owner 48
    id key; email required; firstname; lastname; team
  campaign 210
    id key; name required; channel = email|event|webinar; started_on; budget_amount
`

/** Associations: from, to, label, and the decision of a person. */
export const crmAssociations: [
  from: string,
  to: string,
  label: string,
  status: 'SUGGESTED' | 'APPROVED' | 'REJECTED',
  score: number,
][] = [
  ['contact', 'company', 'contact_to_company', 'APPROVED', 1],
  ['deal', 'company', 'deal_to_company', 'APPROVED', 1],
  ['deal', 'contact', 'deal_to_contact', 'APPROVED', 1],
  ['line_item', 'deal', 'line_item_to_deal', 'APPROVED', 1],
  ['line_item', 'product', 'line_item_to_product', 'APPROVED', 1],
  ['quote', 'deal', 'quote_to_deal', 'APPROVED', 1],
  ['ticket', 'contact', 'ticket_to_contact', 'APPROVED', 1],
  ['ticket', 'company', 'ticket_to_company', 'SUGGESTED', 0.83],
  ['engagement', 'contact', 'engagement_to_contact', 'APPROVED', 1],
  ['engagement', 'deal', 'engagement_to_deal', 'SUGGESTED', 0.71],
  ['contact', 'campaign', 'contact_to_campaign', 'SUGGESTED', 0.64],
  ['company', 'product', 'company_to_product', 'REJECTED', 0.22],
]

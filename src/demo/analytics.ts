/** The database of the analysts, which a nightly job builds from the others. */
export const analytics: Record<string, string> = {
  staging: `
    stg_customers 48210 --imported Customers as they came last night, with names in one form.
      customer_id; email; full_name; customer_type; country_code; created_at; loaded_at
    stg_orders 1204331
      order_id; customer_id; status; channel; currency_code; total_amount; placed_at; loaded_at
    stg_order_lines 3390214
      order_line_id; order_id; variant_id; quantity integer; unit_price_amount; loaded_at
    stg_products 18420
      product_id; name; brand_name; category_path; status; loaded_at
    stg_payments 1261003
      payment_id; order_id; method; state; amount; created_at; loaded_at
    stg_ad_spend 210044
      platform; campaign_key; spend_date date; impressions bigint; clicks bigint; spend_amount; loaded_at
    stg_crm_deals 9120
      deal_key; company_key; stage; amount; close_date date; loaded_at
    stg_page_views 40012886
      view_id uuid; visitor_key; url; viewed_at; loaded_at`,
  core: `
    dim_customer 48210 --manual One row for each customer, as of last night. The key is stable, so join by customer_key and never by email.
      customer_key key; customer_id; email_hash char(64); customer_type = registered|guest|business; country_code; first_order_on; lifetime_value_amount --ai All that the customer paid minus what was refunded, in euros.; is_active
    dim_product 18420
      product_key key; product_id; name; brand_name; category_name; category_path; status = draft|active|retired
    dim_variant 96310
      variant_key key; product_key > dim_product; variant_id; sku; size_label; colour
    dim_date 7305 --imported The calendar, from 2010 to 2029.
      date_key integer key; full_date date; iso_week integer; month integer; quarter integer; year integer; is_holiday; is_weekend
    dim_channel 4
      channel_key key; name = web|app|phone|store
    dim_country 249
      country_key key; country_code char(2); name; region
    dim_warehouse 6
      warehouse_key key; name; city
    fct_orders 1204331 --manual One row for each order that was paid. Revenue is net_amount; do not use total_amount of the shop, which contains tax.
      order_key key; customer_key > dim_customer; date_key integer > dim_date; channel_key > dim_channel; country_key > dim_country; order_id; net_amount; tax_amount; discount_amount; margin_amount --ai Net amount minus the cost of goods and shipping.; is_first_order
    fct_order_lines 3390214
      order_line_key key; order_key > fct_orders; variant_key > dim_variant; date_key integer > dim_date; quantity integer; net_amount; cost_amount
    fct_returns 120932
      return_line_key key; order_line_key > fct_order_lines; date_key integer > dim_date; quantity integer; refund_amount
    fct_stock_daily 21844020 -- Stock at midnight, a row for each variant, warehouse and day.
      variant_key key > dim_variant; warehouse_key key > dim_warehouse; date_key integer key > dim_date; on_hand integer; reserved integer
    fct_payments 1261003
      payment_key key; order_key > fct_orders; date_key integer > dim_date; method = card|paypal|invoice|gift_card|transfer; amount; fee_amount`,
  marketing: `
    campaigns 940 --imported Campaigns of all advertising platforms under one name.
      campaign_key key; platform = search|social|display|affiliate|email; name; started_on; ended_on; budget_amount
    campaign_performance_daily 210044
      campaign_key key > campaigns; date_key integer key > core.dim_date; impressions bigint; clicks bigint; spend_amount; attributed_orders integer; attributed_revenue_amount --ai Revenue of orders within thirty days after the last click.
    attribution_touches 3120994
      touch_id key; order_key > core.fct_orders; campaign_key > campaigns; position integer; weight numeric(5,4); touched_at
    email_sends 8120440
      send_id key; campaign_key > campaigns; customer_key > core.dim_customer; sent_at; opened_at; clicked_at; is_bounced
    customer_segments_daily 4120033
      customer_key key > core.dim_customer; segment_name key; date_key integer key > core.dim_date
    churn_scores 48210 --ai The probability that a customer does not order again within a year, by last night's model.
      customer_key key > core.dim_customer; score double_precision; model_version; scored_at
    cohort_retention view
      cohort_month date; months_since integer; customers integer; retained_pct numeric(5,2)`,
  finance: `
    revenue_daily 7305 -- What the board sees. Closed days do not change any more.
      date_key integer key > core.dim_date; gross_amount; net_amount; refund_amount; orders integer; is_closed
    revenue_by_category_monthly 18240
      month date key; category_name key; net_amount; margin_amount
    ledger_entries 2204118 --imported From the accounting system. Debit is positive.
      entry_id key; account_code > accounts; booked_on; amount; document_number; order_key > core.fct_orders
    accounts 640
      account_code key; name; kind = asset|liability|income|expense; is_active
    budgets 1440
      account_code key > accounts; month date key; planned_amount
    vat_reports 180
      report_id key; country_code char(2); period date; taxable_amount; vat_amount; submitted_at
    unit_economics materialized_view --manual Contribution margin for each order after marketing. Refreshed at six.
      order_key; net_amount; cost_amount; marketing_amount; contribution_amount`,
}

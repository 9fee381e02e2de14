/** The database of the web shop, schema by schema, in the syntax of `parseTables`. */
export const shop: Record<string, string> = {
  customers: `
    customers 48210 -- One row for each person who ever registered or ordered as a guest.
      customer_id key; email required -- Lower-case, unique among registered customers.; full_name; phone; birth_date
      customer_type = registered|guest|business; country_code > countries; created_at; deleted_at -- Set when the customer asked to be forgotten, and then name, email and phone are null.
    addresses 61877 -- Postal addresses. Never changed: an edit makes a new row.
      address_id key; customer_id > customers; line1; line2; postal_code; city; country_code > countries; is_default; created_at
    countries 249 --imported Countries by ISO 3166-1 alpha-2.
      country_code char(2) key; name; currency_code char(3); vat_rate numeric(5,2); is_eu
    consents 132044 --manual What a customer agreed to, and since when. Ask the privacy team before joining it to marketing data.
      consent_id key; customer_id > customers; purpose = newsletter|profiling|sms; is_given; changed_at
    loyalty_accounts 20911 -- Points accounts, at most one for each customer.
      loyalty_account_id key; customer_id > customers; tier = bronze|silver|gold|platinum; points_balance integer; joined_at
    loyalty_movements 403118
      movement_id key; loyalty_account_id > loyalty_accounts; order_id > sales.orders; points integer --ai Positive when points are earned, negative when they are spent.; moved_at
    segments 36 --ai Named groups of customers for campaigns.
      segment_id key; name required; definition jsonb; created_at
    segment_members 212900
      segment_id key > segments; customer_id key > customers; added_at`,
  sales: `
    orders 1204331 -- One row for each order, from the moment it is placed. Cancelled orders stay.
      order_id key; order_number required; customer_id > customers.customers; status = placed|paid|packed|shipped|delivered|cancelled|returned -- Where the order is in its life.
      channel = web|app|phone|store; currency_code char(3); total_amount -- Gross, in the currency of the order.; discount_amount; shipping_amount; shipping_address_id > customers.addresses; placed_at; paid_at; cancelled_at
    order_lines 3390214 -- The articles of an order. The price is the one at the time of the order.
      order_line_id key; order_id > orders; variant_id > catalog.variants; quantity integer; unit_price_amount; discount_amount; tax_amount
    order_events 7810336 --ai Every change of the status of an order, in the order in which it happened.
      event_id key; order_id > orders; event_type = placed|paid|packed|shipped|delivered|cancelled|returned; actor; happened_at
    carts 2903410 -- Baskets, also those that never became an order.
      cart_id uuid key; customer_id > customers.customers; order_id > orders; created_at; updated_at
    cart_lines 5120991
      cart_line_id key; cart_id uuid > carts; variant_id > catalog.variants; quantity integer; added_at
    coupons 1880 --imported Codes that lower a price, from the campaign tool.
      coupon_code key; kind = percent|fixed|free_shipping; value numeric(8,2); valid_from date; valid_until date; max_uses integer
    coupon_redemptions 190220
      redemption_id key; coupon_code text > coupons; order_id > orders; amount; redeemed_at
    returns 88341 -- One row for each parcel that came back.
      return_id key; order_id > orders; reason = size|damaged|late|wrong_article|changed_mind|other; state = announced|received|refunded|refused; announced_at; received_at
    return_lines 120932
      return_line_id key; return_id > returns; order_line_id > order_lines; quantity integer; condition = new|opened|damaged
    gift_cards 15400
      gift_card_id key; code required; initial_amount; balance_amount; order_id > orders; expires_on
    open_orders view --manual Orders that are neither delivered nor cancelled nor returned: what the warehouse works on.
      order_id; customer_id; status; placed_at`,
  catalog: `
    products 18420 -- What the shop sells, without size and colour.
      product_id key; sku_stem required; name; description; brand_id > brands; category_id > categories; status = draft|active|retired; launched_on; retired_on
    variants 96310 -- What is ordered: a product in one size and colour.
      variant_id key; product_id > products; sku required -- As printed on the label.; size_label; colour; weight_grams integer; ean char(13); is_active
    brands 410
      brand_id key; name required; country_code > customers.countries; supplier_id > inventory.suppliers
    categories 380 --imported A tree: the parent of the top is null.
      category_id key; parent_category_id > categories; name; slug; position integer
    prices 288190 -- The price of a variant in a period, without overlaps.
      price_id key; variant_id > variants; currency_code char(3); gross_amount; valid_from timestamp; valid_until timestamp
    price_lists 12
      price_list_id key; name; customer_type = registered|guest|business; is_active
    product_images 74120
      image_id key; product_id > products; url; position integer; width integer; height integer
    product_reviews 301480 --ai What customers wrote about products, one to five stars.
      review_id key; product_id > products; customer_id > customers.customers; stars smallint = 1|2|3|4|5; title; body; is_published; written_at
    product_relations 41200
      product_id key > products; related_product_id key > products; kind = accessory|alternative|successor
    attributes 140
      attribute_id key; name; data_type = text|number|boolean|list
    product_attributes 322009
      product_id key > products; attribute_id key > attributes; value`,
  inventory: `
    warehouses 6 -- Places that hold stock, stores included.
      warehouse_id key; name; city; country_code > customers.countries; is_store
    stock_levels 410332 -- The stock of now. For its history see stock_movements.
      warehouse_id key > warehouses; variant_id key > catalog.variants; on_hand integer; reserved integer --manual Promised to orders that are paid and not packed. Available is on_hand minus reserved.; updated_at
    stock_movements 12904410
      movement_id key; warehouse_id > warehouses; variant_id > catalog.variants; kind = receipt|shipment|return|correction|transfer; quantity integer; moved_at
    suppliers 230 --imported From the accounting system, by its numbers.
      supplier_id key; supplier_number; name; email; payment_terms_days integer; country_code > customers.countries
    purchase_orders 31877
      purchase_order_id key; supplier_id > suppliers; warehouse_id > warehouses; state = draft|sent|confirmed|received|cancelled; ordered_at; expected_on
    purchase_order_lines 240118
      purchase_order_line_id key; purchase_order_id > purchase_orders; variant_id > catalog.variants; quantity integer; unit_cost_amount
    shipments 1140224 -- Parcels that left. An order may need several.
      shipment_id key; order_id > sales.orders; warehouse_id > warehouses; carrier_id > carriers; tracking_number; shipped_at; delivered_at
    shipment_lines 3201554
      shipment_line_id key; shipment_id > shipments; order_line_id > sales.order_lines; quantity integer
    carriers 9
      carrier_id key; name; tracking_url`,
  payments: `
    payments 1261003 -- Every attempt to pay, also those that failed.
      payment_id key; order_id > sales.orders; method = card|paypal|invoice|gift_card|transfer; provider; state = pending|authorized|captured|failed|refunded; amount; currency_code char(3); failure_code; created_at; captured_at
    refunds 93018
      refund_id key; payment_id > payments; return_id > sales.returns; amount; reason; refunded_at
    invoices 410022 -- Documents for the tax office: never changed after they were issued.
      invoice_id key; invoice_number required; order_id > sales.orders; issued_on; due_on; net_amount; tax_amount; gross_amount
    payouts 3120 --ai Sums that payment providers transferred to our account.
      payout_id key; provider; amount; fee_amount; currency_code char(3); paid_on
    chargebacks 1190
      chargeback_id key; payment_id > payments; reason = fraud|not_received|duplicate|other; state = open|won|lost; amount; opened_at; closed_at
    exchange_rates 88210
      currency_code char(3) key; rate_date date key; rate numeric(18,8)`,
  support: `
    tickets 240119 -- Conversations with customers, by whatever channel they began.
      ticket_id key; customer_id > customers.customers; order_id > sales.orders; channel = email|chat|phone|social; priority = low|normal|high|urgent; state = open|waiting|solved|closed; subject; opened_at; solved_at
    ticket_messages 981203
      message_id key; ticket_id > tickets; author_type = customer|agent|bot; agent_id > agents; body --manual Free text with personal data. Not for training.; sent_at
    agents 84
      agent_id key; full_name; email; team; hired_on; left_on
    satisfaction_scores 66120
      score_id key; ticket_id > tickets; score smallint = 1|2|3|4|5; comment; given_at
    macros 210
      macro_id key; title; body; agent_id > agents; updated_at`,
}

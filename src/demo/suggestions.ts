/** Relationships of the warehouse without a foreign key: from, to, and the decision of a person. */
export const suggestions: [
  from: string,
  to: string,
  status: 'SUGGESTED' | 'APPROVED' | 'REJECTED',
  score: number,
][] = [
  ['analytics.core.dim_customer.customer_id', 'shop.customers.customers.customer_id', 'APPROVED', 0.98],
  ['analytics.core.dim_product.product_id', 'shop.catalog.products.product_id', 'APPROVED', 0.98],
  ['analytics.core.dim_variant.variant_id', 'shop.catalog.variants.variant_id', 'APPROVED', 0.97],
  ['analytics.core.fct_orders.order_id', 'shop.sales.orders.order_id', 'APPROVED', 0.99],
  ['events.web.visitors.shop_customer_id', 'shop.customers.customers.customer_id', 'APPROVED', 0.91],
  ['events.app.installs.shop_customer_id', 'shop.customers.customers.customer_id', 'SUGGESTED', 0.9],
  ['events.app.in_app_purchases.order_id', 'shop.sales.orders.order_id', 'SUGGESTED', 0.88],
  ['events.web.searches.clicked_product_id', 'shop.catalog.products.product_id', 'SUGGESTED', 0.81],
  ['analytics.staging.stg_orders.customer_id', 'shop.customers.customers.customer_id', 'SUGGESTED', 0.95],
  ['analytics.staging.stg_payments.order_id', 'shop.sales.orders.order_id', 'SUGGESTED', 0.94],
  [
    'analytics.staging.stg_ad_spend.campaign_key',
    'analytics.marketing.campaigns.campaign_key',
    'SUGGESTED',
    0.86,
  ],
  ['analytics.finance.vat_reports.country_code', 'shop.customers.countries.country_code', 'SUGGESTED', 0.77],
  ['events.web.sessions.country_code', 'shop.customers.countries.country_code', 'SUGGESTED', 0.76],
  ['shop.support.agents.agent_id', 'shop.catalog.brands.brand_id', 'REJECTED', 0.31],
  ['shop.payments.payouts.payout_id', 'shop.inventory.warehouses.warehouse_id', 'REJECTED', 0.18],
  ['events.ml.predictions.entity_id', 'shop.sales.orders.order_id', 'REJECTED', 0.42],
]

/** The database of events from web sites, apps and models. */
export const events: Record<string, string> = {
  web: `
    page_views 40012886 -- One row for each page that a browser showed. Kept for thirteen months.
      view_id uuid key; session_id uuid > sessions; visitor_id uuid > visitors; url; referrer; title; viewed_at
    sessions 9120331
      session_id uuid key; visitor_id uuid > visitors; started_at; ended_at; landing_url; device = desktop|mobile|tablet; browser; country_code char(2); utm_source; utm_campaign
    visitors 5210448 --ai Browsers, known by a cookie. One person may be several visitors.
      visitor_id uuid key; first_seen_at; last_seen_at; shop_customer_id --manual The customer of the shop, once the visitor has logged in.
    clicks 61200774
      click_id uuid key; view_id uuid > page_views; element; target_url; clicked_at
    searches 3400118 -- What visitors typed into the search of the shop.
      search_id uuid key; session_id uuid > sessions; query; results integer; clicked_product_id; searched_at
    form_errors 204118
      error_id uuid key; view_id uuid > page_views; form_name; field_name; message; happened_at
    experiments 118
      experiment_id key; name; hypothesis; started_at; ended_at; state = draft|running|stopped
    experiment_exposures 8841002
      exposure_id uuid key; experiment_id > experiments; visitor_id uuid > visitors; variant_name = control|a|b; exposed_at
    consent_banners 4410220
      banner_id uuid key; visitor_id uuid > visitors; choice = all|necessary|custom; chosen_at`,
  app: `
    installs 612004
      install_id uuid key; platform = ios|android; app_version; device_model; installed_at; shop_customer_id
    screen_views 22018440
      view_id uuid key; install_id uuid > installs; screen_name; viewed_at
    push_messages 9120010
      message_id uuid key; install_id uuid > installs; campaign; sent_at; opened_at
    crashes 40211 --imported From the crash reporter.
      crash_id uuid key; install_id uuid > installs; app_version; exception; stack; crashed_at
    in_app_purchases 88120
      purchase_id uuid key; install_id uuid > installs; order_id; amount; purchased_at`,
  ml: `
    models 24 --manual Every model that answers in production, with its owner.
      model_id key; name; owner_email; purpose; created_at
    model_versions 310
      model_version_id key; model_id > models; version; metrics jsonb; trained_at; deployed_at; retired_at
    predictions 30144201
      prediction_id uuid key; model_version_id > model_versions; entity_type = customer|product|order; entity_id; score double_precision; predicted_at
    feature_values 88120034
      feature_name key; entity_id key; value double_precision; computed_at
    labels 1204110 --ai What really happened, to compare predictions with.
      label_id key; entity_type = customer|product|order; entity_id; label; observed_at`,
}

<?php
/**
 * Plugin Name: Passerelle
 * Description: Suggestions from the shop's other departments, computed on the shopper's own device.
 * Version: 0.1.0
 * Requires at least: 6.3
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * License: MIT OR Apache-2.0
 *
 * Put the folders `passerelle/` and `pack/` into the root of the site, or say in wp-config.php where they are:
 * define( 'PASSERELLE_FOLDER', 'https://cdn.example/passerelle/' ); define( 'PASSERELLE_PACK', 'https://cdn.example/pack/' );
 */

defined( 'ABSPATH' ) || exit;

defined( 'PASSERELLE_FOLDER' ) || define( 'PASSERELLE_FOLDER', '/passerelle/' );
defined( 'PASSERELLE_PACK' ) || define( 'PASSERELLE_PACK', '/pack/' );

/** The style sheet that reserves room, and the script; on every page, so that views count and a refusal is heard everywhere. */
add_action(
	'wp_head',
	function () {
		printf( '<link rel="stylesheet" href="%s">' . "\n", esc_url( PASSERELLE_FOLDER . 'suggestions.css' ) );
		wp_print_script_tag(
			array(
				'type'      => 'module',
				'src'       => esc_url( PASSERELLE_FOLDER . 'auto.js' ),
				'data-pack' => esc_url( PASSERELLE_PACK ),
			)
		);
		// The WP Consent API: its cookie repeats the answer on every page, its event says a new one.
		wp_print_inline_script_tag(
			<<<'JS'
			window.dataLayer = window.dataLayer || [];
			(() => {
				function gtag() { dataLayer.push(arguments); }
				const say = (answer) => gtag("consent", "update", { personalization_storage: answer === "allow" ? "granted" : "denied" });
				const answered = /(?:^|; )wp_consent_preferences=(allow|deny)/.exec(document.cookie);
				if (answered) say(answered[1]);
				document.addEventListener("wp_listen_for_consent_change", ({ detail }) => detail.preferences && say(detail.preferences));
			})();
			JS
		);
	}
);

/** On a product's page the related products are the fallback: they stay until suggestions are ready, or if there are none. */
add_action(
	'init',
	function () {
		remove_action( 'woocommerce_after_single_product_summary', 'woocommerce_output_related_products', 20 );
	}
);
add_action(
	'woocommerce_after_single_product_summary',
	function () {
		printf( '<passerelle-suggestions placement="product" product-id="%s">', esc_attr( get_the_ID() ) );
		woocommerce_output_related_products();
		echo '</passerelle-suggestions>';
	},
	20
);

/** In the cart: what completes it. */
add_action(
	'woocommerce_after_cart',
	function () {
		$ids = array_map(
			function ( $line ) {
				return $line['variation_id'] ? $line['variation_id'] : $line['product_id'];
			},
			array_values( WC()->cart->get_cart() )
		);
		printf( '<passerelle-suggestions placement="cart" cart="%s"></passerelle-suggestions>', esc_attr( implode( ' ', $ids ) ) );
	}
);

/** After an order: its lines, as GA4 writes them, so that what was bought is not suggested. */
add_action(
	'woocommerce_thankyou',
	function ( $order_id ) {
		$order = wc_get_order( $order_id );
		if ( ! $order ) {
			return;
		}
		$items = array();
		foreach ( $order->get_items() as $line ) {
			$items[] = array( 'item_id' => (string) ( $line->get_variation_id() ? $line->get_variation_id() : $line->get_product_id() ) );
		}
		$event = array(
			'event'     => 'purchase',
			'ecommerce' => array(
				'transaction_id' => $order->get_order_number(),
				'items'          => $items,
			),
		);
		wp_print_inline_script_tag( 'window.dataLayer = window.dataLayer || []; dataLayer.push(' . wp_json_encode( $event, JSON_HEX_TAG ) . ');' );
	}
);

<?php
// What WordPress and WooCommerce give a plug-in, as far as examples/woocommerce uses it: prints the pages that the plug-in makes, as JSON.

define( 'ABSPATH', __DIR__ );
$hooks = array();

function add_action( $hook, $function, $priority = 10 ) {
	$GLOBALS['hooks'][ $hook ][] = $function;
}
function remove_action( $hook, $function, $priority = 10 ) {
	$GLOBALS['removed'][] = $function;
}
function esc_url( $address ) {
	return htmlspecialchars( $address, ENT_QUOTES );
}
function esc_attr( $text ) {
	return htmlspecialchars( (string) $text, ENT_QUOTES );
}
function wp_print_script_tag( $attributes ) {
	echo '<script';
	foreach ( $attributes as $name => $value ) {
		printf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	echo "></script>\n";
}
function wp_print_inline_script_tag( $script ) {
	echo "<script>$script</script>\n";
}
function wp_json_encode( $value, $flags = 0 ) {
	return json_encode( $value, $flags );
}
function get_the_ID() {
	return '85123A';
}
function woocommerce_output_related_products() {
	echo '<section class="related products"><a href="/other">Another product</a></section>';
}
function WC() {
	return (object) array( 'cart' => new Cart() );
}
function wc_get_order( $id ) {
	return $id ? new Order() : false;
}
class Cart {
	public function get_cart() {
		return array( 'a' => array( 'product_id' => '85123A', 'variation_id' => 0 ), 'b' => array( 'product_id' => '1', 'variation_id' => '22423' ) );
	}
}
class Order {
	public function get_order_number() {
		return '</script>1001';
	}
	public function get_items() {
		return array( new Line() );
	}
}
class Line {
	public function get_variation_id() {
		return 0;
	}
	public function get_product_id() {
		return '22423';
	}
}

require $argv[1];

function page( $hook, ...$arguments ) {
	ob_start();
	foreach ( $GLOBALS['hooks'][ $hook ] as $function ) {
		$function( ...$arguments );
	}
	return ob_get_clean();
}

page( 'init' );
echo json_encode(
	array(
		'head'    => page( 'wp_head' ),
		'product' => page( 'woocommerce_after_single_product_summary' ),
		'cart'    => page( 'woocommerce_after_cart' ),
		'thanks'  => page( 'woocommerce_thankyou', 7 ),
		'none'    => page( 'woocommerce_thankyou', 0 ),
		'removed' => $GLOBALS['removed'],
	)
);

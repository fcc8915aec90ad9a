//! What garments insulate, by the words that name them in English, French, German, Spanish and Italian. Not for how a
//! name is read: see [`super::warmth`].
//!
//! Insulation is the effective thermal insulation of single garments of ISO 9920:2007 (annex B), rounded as ISO 7730:2005
//! repeats it in its table C.2: underpants 0.03, bra 0.01, T-shirt 0.09, shirt with short sleeves 0.15, blouse 0.15,
//! normal shirt 0.25, flannel shirt 0.30, shorts 0.06, light trousers 0.20, trousers 0.25, flannel trousers 0.28, light
//! skirt 0.15, heavy skirt 0.25, light dress 0.20, winter dress 0.40, boiler suit 0.55, sleeveless vest 0.12, thin
//! sweater 0.20, sweater 0.28, thick sweater 0.35, light summer jacket 0.25, jacket 0.35, smock 0.30, quilted jacket
//! 0.40 and vest 0.20, coat 0.60, down jacket 0.55, parka 0.70, socks 0.02, thick socks 0.05, tights 0.02 (pantyhose),
//! thin-soled shoes 0.02, thick-soled 0.04, boots 0.10, gloves 0.05. Marked * are ours, by the nearest of these.
//!
//! The outfit is ours: the insulation of all that is worn together with such a thing, in the manner of the ensembles
//! of ISO 9920 annex A (0.3 for shorts, T-shirt and sandals; 0.7 for shirt and trousers; 1.0 with a jacket; 1.9 with a coat;
//! 2.2 and more with parka, hat and gloves). Gloves add less than a T-shirt and yet belong to frost: only the outfit can
//! be held against what the air requires.

/// A garment, its insulation and its outfit's in hundredths of a clo, and its names.
pub(super) struct Garment {
    pub(super) clo: u16,
    pub(super) outfit: u16,
    pub(super) words: &'static str,
}

const fn garment(clo: u16, outfit: u16, words: &'static str) -> Garment {
    Garment { clo, outfit, words }
}

#[rustfmt::skip]
pub(super) const GARMENTS: &[Garment] = &[
    // Over everything.
    garment(70, 220, "parka, snow jacket, ski jacket, snowsuit*, ski suit, combinaison de ski, schneeanzug"),
    garment(60, 190, "coat, overcoat, trench coat, trenchcoat, trench, duffle coat, pea coat, peacoat, fur coat, shearling, manteau, \
        pardessus, caban, pelisse, mantel, wollmantel, wintermantel, abrigo, gaban, cappotto, giaccone, montone, poncho*, cape*"),
    garment(55, 200, "down jacket, down coat, puffer, puffer jacket, doudoune, daunenjacke, steppjacke, winterjacke, anorak, plumifero, \
        piumino"),
    garment(40, 160, "quilted jacket, padded jacket, fleece jacket, veste matelassee, polaire, fleecejacke, giacca imbottita"),
    garment(35, 130, "jacket, leather jacket, bomber, bomber jacket, perfecto, biker jacket, blouson, jacke, lederjacke, chaqueta, cazadora, \
        giubbotto, giubbino, giacca, raincoat*, rain jacket*, rain mac*, windbreaker*, impermeable*, impermeabile*, coupe vent*, \
        regenmantel*, regenjacke*, windjacke*"),
    garment(20, 120, "gilet, down vest, puffer vest, quilted vest, doudoune sans manche, bodywarmer, body warmer, chaleco acolchado, weste"),
    // Over a shirt.
    garment(35, 105, "blazer, suit jacket, veste, sakko, americana, sport coat, nehru jacket, suit, anzug, traje, tailleur, \
        tracksuit*, survetement*, trainingsanzug*, chandal*, tuta*"),
    garment(28, 115, "sweater, jumper, pullover, pull over, pull, sweatshirt, hoodie, hooded sweatshirt, knitwear, knit, cardigan, chandail, \
        gilet en maille, tricot, maille, strickjacke, strickpullover, kapuzenpullover, jersey, sudadera, rebeca, maglione, maglia, felpa, \
        fleece, turtleneck, roll neck, col roule, rollkragenpullover, dolcevita, cashmere sweater"),
    garment(30, 80, "smock, shrug*, bolero*, poncho leger*, kimono*, overshirt, surchemise, shacket"),
    garment(12, 80, "waistcoat, sleeveless sweater, slipover, gilet de costume, chaleco, panciotto, pullunder"),
    // On the upper body.
    garment(30, 85, "flannel shirt, chemise en flanelle, flanellhemd, camisa de franela"),
    garment(25, 70, "shirt, chemise, hemd, camisa, camicia, tunic*, tunique*, tunika*, tunica*, kurta*, kurti*, dress shirt"),
    garment(20, 80, "long sleeve t shirt, long sleeve top, tee shirt manche longue, langarmshirt"),
    garment(15, 55, "blouse, polo, polo shirt, poloshirt, short sleeve shirt, chemisier, bluse, blusa, chemisette, top*, haut*"),
    garment(9, 45, "t shirt, tshirt, tee, tee shirt, camiseta, maglietta"),
    garment(6, 40, "tank top, vest top, crop top, debardeur, caraco, canottiera, camisole, tirante, halter, bustier"),
    // Legs.
    garment(6, 35, "short, bermuda, swim short, pantalon court, pantaloncini, lounge short"),
    garment(12, 50, "capri, pantacourt, cropped trouser*, corsaire"),
    garment(25, 75, "trouser, pant, jean, chino, slack, pantalon, jeanshose, pantalone, pantaloni, vaquero, track pant, sweatpant, jogger, \
        jogging, cargo pant, lounge pant, dungaree, salopette, latzhose, patiala*, salwar*, churidar*"),
    garment(15, 60, "legging, jegging, chino leger"),
    garment(35, 180, "ski pant, snow pant, pantalon de ski, skihose"),
    garment(15, 55, "skirt, jupe, falda, gonna, mini skirt, pareo*, sarong*"),
    // Both.
    garment(20, 50, "dress, robe, kleid, vestido, vestito, abito, sundress, saree*, sari*, lehenga*, kaftan*, caftan*, romper*, playsuit*, combishort*"),
    garment(40, 105, "winter dress, sweater dress, knit dress, knitted dress, robe pull, robe en maille, strickkleid"),
    garment(20, 60, "nightdress*, nightgown*, pyjama*, pajama*, night suit*, robe de chambre*, bath robe*, bathrobe*, peignoir*, bademantel*"),
    garment(55, 80, "overall, boiler suit, jumpsuit*, combinaison*"),
    // On the feet: the sole says little, the season of the shoe more.
    garment(2, 40, "sandal, flip flop, tong, espadrille, sandale, sandalia, sandalo, infradito, zehentrenner, chancla, sport sandal"),
    garment(2, 70, "shoe, chaussure, schuh, zapato, scarpa, ballerina, ballerine, ballet flat, flat, heel, escarpin, court shoe, loafer, mocassin, \
        slipper*, chausson*, sneaker, trainer, zapatilla, derby, oxford, brogue, turnschuh, clog"),
    garment(10, 160, "boot, ankle boot, bootie, chelsea boot, botte, bottine, boot en cuir, stiefel, stiefelette, bota, botin, stivale, stivaletto"),
    garment(10, 220, "snow boot, winter boot, fur boot, apres ski, schneestiefel, winterstiefel, botte de neige, bota de nieve"),
    garment(10, 110, "rain boot, wellington, wellington boot, wellie, botte de pluie, gummistiefel, bota de agua, stivale di gomma"),
    garment(2, 70, "sock, chaussette, socke, calcetin, calza, calzino"),
    garment(5, 150, "thick sock, wool sock, ski sock, chaussette de ski, chaussette en laine, wollsocke"),
    garment(2, 80, "tight, stocking, pantyhose, collant, strumpfhose"),
    // Hands, head, neck: little insulation, and only worn where much is.
    garment(5, 210, "glove, mitten, gant, moufle, handschuh, faustling, guante, manopla, guanto, muffola, glove set"),
    garment(5, 190, "beanie*, bobble hat*, woolly hat*, wool hat*, winter hat*, knitted hat*, ear muff*, earmuff*, bonnet*, chapka*, cache oreille*, \
        mutze*, strickmutze*, gorro*, berretto*, balaclava*, cagoule*"),
    garment(3, 100, "hat*, chapeau*, hut*, sombrero*, cappello*, fedora*, beret*, basque*"),
    garment(5, 170, "scarf*, scarves*, muffler*, snood*, echarpe*, schal*, bufanda*, sciarpa*, neck warmer*, stole*, etole*, shawl*, chale*, pashmina*"),
    garment(2, 70, "silk scarf*, silk scarves*, foulard*, carre*, dupatta*, halstuch*, panuelo*, bandana*"),
    // Under everything, and where no weather comes.
    garment(3, 60, "brief, boxer, panty, underwear, trunk, calecon, unterhose, calzoncillo, mutande, innerwear, nightwear*"),
    garment(1, 60, "bra, soutien gorge, bh, sujetador, reggiseno"),
    garment(6, 60, "undershirt, innerwear vest, vest, maillot de corps, unterhemd"),
    garment(12, 150, "thermal underwear, long john, thermal top*, thermal vest*, sous vetement thermique*, thermounterwasche*"),
    garment(2, 25, "swimsuit*, swimwear*, bikini*, swim trunk*, maillot de bain*, badeanzug*, badehose*, banador*, costume da bagno*, \
        beachwear*, boardshort*, board short*"),
    garment(2, 45, "sun hat*, straw hat*, panama hat*, bucket hat*, chapeau de paille*, cap*, casquette*, baseball cap*, sonnenhut*, strohhut*, visor*"),
];

/// Words of a material, or of its thickness, and what they make of a garment's insulation, in hundredths; those after = in the
/// feed's material alone, since a title may button down. Ours, not the standard's, which gives values for whole garments:
/// small enough that a linen coat stays a coat.
#[rustfmt::skip]
pub(super) const FACTORS: &[(u16, &str)] = &[
    (140, "fur, shearling, sheepskin, fourrure, peau lainee, mouton, lammfell, piel vuelta, pelliccia, sherpa"),
    (130, "=down, goose down, duck down, down filled, duvet, daune, plumon, piuma"),
    (125, "thick, chunky, heavy, winter, padded, quilted, epais, grosse maille, hiver, matelasse, gesteppt, grueso, invierno, pesante, \
        invernale, lined, fourre, gefuttert"),
    (120, "cashmere, cachemire, kaschmir, cachemira, mohair, alpaca, alpaga, alpaka, fleece, polaire, flannel, flanelle, tweed, yak, angora"),
    (115, "wool, woollen, merino, laine, wolle, lana, corduroy, velour cotele, boiled wool, neoprene, velvet"),
    (90, "cotton, coton, baumwolle, algodon, cotone, jersey, viscose, modal, lyocell, rayon"),
    (85, "silk, soie, seide, seda, seta, satin, crepe"),
    (80, "linen, lin, leinen, lino, ramie, seersucker"),
    (75, "=light, lightweight, summer, thin, leger, ete, leicht, sommer, ligero, verano, leggero, estivo, sleeveless, chiffon, mousseline, \
        mesh, lace, dentelle, voile"),
];

/// What is for rain.
pub(super) const RAIN: &str = "umbrella, raincoat, rain, rainwear, rainproof, waterproof, mackintosh, wellington, wellie, trench, \
    parapluie, pluie, impermeable, cire, regenschirm, regen, regenmantel, regenjacke, gummistiefel, wasserdicht, paragua, lluvia, \
    chubasquero, ombrello, pioggia, impermeabile, gore tex, goretex";

/// What is for sun.
pub(super) const SUN: &str = "sunglass, sunglasses, sunscreen, sun cream, suncream, sun lotion, suncare, sun care, sun hat, straw hat, panama hat, bucket hat, \
    sun, parasol, swimwear, swimsuit, swim short, swim trunk, bikini, beach, beachwear, flip flop, after sun, cap, visor, sunshade, \
    lunette de soleil, solaire, soleil, creme solaire, maillot de bain, chapeau de paille, casquette, plage, pareo, sonnenbrille, \
    sonnencreme, sonnenhut, sonnenschirm, sonnenschutz, badeanzug, badehose, strohhut, gafas de sol, protector solar, \
    banador, playa, sombrilla, occhiali da sole, crema solare, costume da bagno, spiaggia, ombrellone";

/// Words that make something else of a garment's name: a coat hanger is no coat. Under a type that has one, titles are not
/// asked.
pub(super) const NOT_WORN: &str = "hanger, hook, rack, stand, box, bag, case, pouch, holder, tree, cream, care, polish, cleaner, brush, spray, lace, sole, \
    accessory, accessories, puppet, kit, pattern, mug, card, bauble, decoration, ornament, magnet, frame, clip, ring, cushion, cover, toy, \
    doll, tin, jar, candle, sign, press, dryer, rail, tidy, basketball, football, ball, cintre, embauchoir, cirage, entretien, lacet, \
    bugel, schuhpflege, percha, gruccia, warmer, bottle, doorstop, doormat, light, wrap, book, sticker, hair, cake, egg, napkin, \
    tissue, tag, mirror, necklace, earring, bracelet, pendant, charm, brooch, keyring, clock, purse, wallet, sleeve, table, bin, calendar, \
    ribbon, board, pen, game, party, teapot, tea, gift, garland, tableware, \
    album";

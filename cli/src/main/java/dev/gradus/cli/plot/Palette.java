package dev.gradus.cli.plot;

import java.awt.Color;

/** Colours that colour-blind people can tell apart (Okabe and Ito), and greys for what is around. */
final class Palette {
    static final Color SERIES = new Color(0x0072B2);
    static final Color RECONSTRUCTION = new Color(0xE69F00);
    static final Color SCORE = new Color(0x404040);
    static final Color FOUND = new Color(0xCC79A7);
    static final Color FOUND_SHADE = new Color(0xCC, 0x79, 0xA7, 80);
    static final Color KNOWN = new Color(0x009E73);
    static final Color INK = new Color(0x202020);
    static final Color FAINT_INK = new Color(0x606060);
    static final Color AXIS = new Color(0x909090);
    static final Color GRID = new Color(0xE6E6E6);
    static final Color PAPER = Color.WHITE;

    private Palette() {}
}

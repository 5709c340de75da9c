package dev.gradus.cli.plot;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.Optional;

/** The fonts of the picture, and whether the machine has any. */
public final class Fonts {
    static final Font TITLE = font(Font.BOLD, 24);
    static final Font TEXT = font(Font.PLAIN, 15);
    static final Font TICK = font(Font.PLAIN, 14);

    private Fonts() {}

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** Why nothing can be drawn here, in one sentence that names the remedy; empty where all is well. */
    public static Optional<String> problem() {
        try {
            double width = TEXT.getStringBounds("gradus", new FontRenderContext(null, true, true))
                    .getWidth();
            return width > 0 ? Optional.empty() : Optional.of(sentence("the fonts have no letters"));
        } catch (RuntimeException | InternalError | LinkageError e) {
            // Without fonts or without the libraries behind them the JDK fails in ways of its own, some of them errors.
            return Optional.of(sentence(e.toString().lines().findFirst().orElse("no fonts")));
        }
    }

    private static String sentence(String reason) {
        return "no picture can be drawn without fonts; install the packages fontconfig and fonts-dejavu-core (Debian,"
                + " Ubuntu) or fontconfig and dejavu-sans-fonts (Fedora), and a JRE that is not \"headless\" where it"
                + " lacks libfontmanager (" + reason + ")";
    }
}

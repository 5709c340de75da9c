package dev.gradus.models.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    private static void assertSame(double value) {
        String text = Decimal.of(value);
        assertEquals(Double.doubleToRawLongBits(value), Double.doubleToRawLongBits(Decimal.parse(text)), text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "10, 10",
        "0.0005, 0.0005",
        "0.1, 0.1",
        "-2.5, -2.5",
        "1e-5, 0.00001",
        "1e-4, 0.0001",
        "5e-324, 5E-324",
        "2.2E-322, 2.2E-322",
        "9007199254740992, 9007199254740992",
        "2e23, 2E+23",
        "2e-3, 0.002",
        "123456789012, 123456789012",
        "0.30000000000000004, 0.30000000000000004"
    })
    void isAsShortAsCanBe(double value, String text) {
        assertEquals(text, Decimal.of(value));
        assertSame(value);
    }

    @Test
    void everyNumberIsReadBackToTheBit() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertSame(value);
            }
            assertSame(random.nextDouble(-1000, 1000));
            assertSame((float) random.nextDouble());
        }
        assertSame(Double.MAX_VALUE);
        assertSame(-Double.MIN_VALUE);
        assertSame(Double.MIN_NORMAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "NaN",
                "Infinity",
                "-Infinity",
                "1e999",
                "1E999",
                "0x1p3",
                "1d",
                "1f",
                "+1",
                ".5",
                "1.",
                "1 ",
                "1,5",
                "--1",
                "1E",
                "\u0661"
            })
    void whatIsNoFiniteDecimalIsRefused(String text) {
        assertTrue(Double.isNaN(Decimal.parse(text)), text);
    }
}

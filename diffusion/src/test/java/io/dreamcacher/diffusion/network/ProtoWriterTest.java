package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The examples of protobuf.dev/programming-guides/encoding, and the edges around them. */
final class ProtoWriterTest {
    @Test
    void message_eachKindOfField_isEncodedAsSpecified() {
        assertThat(hex(proto -> proto.integer(1, 150))).isEqualTo("089601");
        assertThat(hex(proto -> proto.text(2, "testing"))).isEqualTo("120774657374696e67");
        assertThat(hex(proto -> proto.message(3, inner -> inner.integer(1, 150)))).isEqualTo("1a03089601");
        assertThat(hex(proto -> proto.float32(2, 1f))).isEqualTo("150000803f");
        assertThat(hex(proto -> proto.integers(16, 1, 2))).isEqualTo("800101800102");
        assertThat(hex(proto -> proto.integer(1, -1))).isEqualTo("08ffffffffffffffffff01");
    }

    private static String hex(Consumer<ProtoWriter> body) {
        return HexFormat.of().formatHex(ProtoWriter.message(body));
    }
}

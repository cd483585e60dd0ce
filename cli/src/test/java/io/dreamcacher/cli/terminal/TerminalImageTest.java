package io.dreamcacher.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TerminalImageTest {
    @Test
    void of_knownTerminals_isTheirProtocol() {
        assertThat(TerminalImage.of(Map.of("TERM", "xterm-kitty"))).contains(TerminalImage.KITTY);
        assertThat(TerminalImage.of(Map.of("TERM_PROGRAM", "iTerm.app"))).contains(TerminalImage.ITERM);
        assertThat(TerminalImage.of(Map.of("TERM", "xterm-256color"))).isEmpty();
    }

    @Test
    void kitty_longPicture_isChunkedAndWhole() {
        byte[] png = new byte[10_000];
        String sequence = TerminalImage.KITTY.sequence(png);

        String data = Stream.of(sequence.strip().split("\u001b\\\\", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.substring(part.indexOf(';') + 1))
                .collect(Collectors.joining());
        assertThat(Base64.getDecoder().decode(data)).isEqualTo(png);
        assertThat(sequence).startsWith("\u001b_Gf=100,a=T,m=1;").contains("\u001b_Gm=0;");
    }
}

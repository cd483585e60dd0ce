package io.dreamcacher.diffusion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobIdTest {
    /** {@code printf 'hello\n' | git hash-object --stdin}. */
    private static final BlobId GIT = new BlobId("ce013625030ba8dba906f756967f9e9ca394464a");
    /** {@code printf 'hello\n' | sha256sum}. */
    private static final BlobId LFS = new BlobId("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");

    @TempDir
    private Path folder;

    @Test
    void matches_bothKinds_areGitsAndSha256() throws IOException {
        Path hello = Files.writeString(folder.resolve("a"), "hello\n");
        Path other = Files.writeString(folder.resolve("b"), "hello");

        assertThat(GIT.matches(hello)).isTrue();
        assertThat(LFS.matches(hello)).isTrue();
        assertThat(GIT.matches(other)).isFalse();
        assertThat(LFS.matches(other)).isFalse();
    }

    @Test
    void ofEtag_quotedOrWeak_isRead() {
        assertThat(BlobId.ofEtag("\"" + GIT + "\"")).contains(GIT);
        assertThat(BlobId.ofEtag("W/\"" + LFS + "\"")).contains(LFS);
        assertThat(BlobId.ofEtag("\"abc\"")).isEmpty();
        assertThat(BlobId.ofEtag("../../" + GIT)).isEmpty();
    }

    @Test
    void claimedBy_link_isTheBlobsName() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("config.json"), Path.of("../../blobs/" + GIT));
        Path elsewhere = Files.createSymbolicLink(folder.resolve("other.json"), Path.of("../x/" + GIT));

        assertThat(BlobId.claimedBy(link)).contains(GIT);
        assertThat(BlobId.claimedBy(elsewhere)).isEmpty();
        assertThat(BlobId.claimedBy(Files.writeString(folder.resolve("plain"), ""))).isEmpty();
    }

    @Test
    void new_otherDigits_areRefused() {
        assertThatThrownBy(() -> new BlobId("../x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(BlobId.of("A".repeat(40))).isEmpty();
    }
}

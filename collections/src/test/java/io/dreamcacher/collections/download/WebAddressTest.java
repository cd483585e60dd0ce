package io.dreamcacher.collections.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
    @ParameterizedTest
    @CsvSource({"HTTP://a.example, http://a.example/", "http://a.example?q=1, http://a.example/?q=1",
            "https://a.example:8443/x#part, https://a.example:8443/x",
            "http://a.example/a b|c, http://a.example/a%20b%7Cc",
            "http://a.example/100%, http://a.example/100%25", "http://a.example/%41, http://a.example/%41",
            "http://bücher.example/ü, http://xn--bcher-kva.example/%C3%BC",
            "http://me:secret@a.example/x, http://a.example/x",
            "'  http://a.example/x ', http://a.example/x", "http://[2001:db8::1]/x, http://[2001:db8::1]/x"})
    void of_whatPeopleWrite_isAnAddress(String text, String address) {
        assertThat(WebAddress.of(text)).contains(URI.create(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.example/x", "ftp://a.example/x", "http://", "http://a.example:99999/",
            "//a.example/x",
            "javascript:alert(1)", "http://a b/x"})
    void of_anythingElse_isNone(String text) {
        assertThat(WebAddress.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"y, http://a.example/b/y", "/y, http://a.example/y", "../../../y, http://a.example/y",
            "?q, http://a.example/b/c?q", "//b.example/y, http://b.example/y",
            "https://b.example/y, https://b.example/y",
            "y z#part, http://a.example/b/y%20z"})
    void redirected_eachForm_isResolved(String location, String address) {
        assertThat(WebAddress.redirected(URI.create("http://a.example/b/c?d"), location)).contains(URI.create(address));
    }

    @Test
    void redirected_toAnotherScheme_isNone() {
        assertThat(WebAddress.redirected(URI.create("http://a.example/"), "file:///etc/passwd")).isEmpty();
    }
}

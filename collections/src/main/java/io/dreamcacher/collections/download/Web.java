package io.dreamcacher.collections.download;

import io.dreamcacher.network.PublicAddress;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;

/**
 * The network as the downloader sees it; tests have one in which public names lead to a server of theirs.
 *
 * @param proxy through which requests go
 * @param resolver of names
 * @param waiting clock and pauses
 */
record Web(ProxySelector proxy, PublicAddress.Resolver resolver, Pauses waiting) {
    /** That of this machine. */
    static Web system() {
        return new Web(HttpClient.Builder.NO_PROXY, InetAddress::getAllByName, Pauses.SYSTEM);
    }

    /** A client that follows no redirect by itself. */
    HttpClient client(DownloadLimits limits, ExecutorService threads) {
        return HttpClient.newBuilder()
                .executor(threads)
                .proxy(proxy)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.timeout())
                .build();
    }
}

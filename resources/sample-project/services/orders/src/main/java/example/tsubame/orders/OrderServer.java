package example.tsubame.orders;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;

/** Serves orders over HTTP on Linux's epoll. */
final class OrderServer {
    private static final int MAX_ORDER_BYTES = 64 * 1024;

    private final int port;
    private final OrderStore store;
    private final OrderEvents events;

    OrderServer(int port, OrderStore store, OrderEvents events) {
        this.port = port;
        this.store = store;
        this.events = events;
    }

    void run() throws InterruptedException {
        EventLoopGroup group = new EpollEventLoopGroup();
        try {
            new ServerBootstrap()
                    .group(group)
                    .channel(EpollServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            ChannelPipeline pipeline = channel.pipeline();
                            pipeline.addLast(new HttpServerCodec());
                            pipeline.addLast(new HttpObjectAggregator(MAX_ORDER_BYTES));
                            pipeline.addLast(new OrderHandler(store, events));
                        }
                    })
                    .bind(port)
                    .sync()
                    .channel()
                    .closeFuture()
                    .sync();
        } finally {
            group.shutdownGracefully();
        }
    }
}

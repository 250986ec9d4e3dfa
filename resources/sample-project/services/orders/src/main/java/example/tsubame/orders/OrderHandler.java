package example.tsubame.orders;

import static io.netty.handler.codec.http.HttpResponseStatus.ACCEPTED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** `PUT /orders/NUMBER` stores an order, `GET` reads it back. */
final class OrderHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String PREFIX = "/orders/";

    private final OrderStore store;
    private final OrderEvents events;

    OrderHandler(OrderStore store, OrderEvents events) {
        this.store = store;
        this.events = events;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
            throws IOException {
        if (!request.uri().startsWith(PREFIX)) {
            answer(context, NOT_FOUND, "");
            return;
        }
        String number = request.uri().substring(PREFIX.length());
        if (HttpMethod.PUT.equals(request.method())) {
            String json = request.content().toString(StandardCharsets.UTF_8);
            store.put(number, json);
            events.received(number, json);
            answer(context, ACCEPTED, "");
            return;
        }
        String json = store.get(number);
        answer(context, json == null ? NOT_FOUND : OK, json == null ? "" : json);
    }

    private static void answer(
            ChannelHandlerContext context, HttpResponseStatus status, String body) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers().set("Content-Length", response.content().readableBytes());
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}

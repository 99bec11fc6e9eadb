using System.Text.Json.Serialization;

namespace Tallydesk.Bench.Load;

/// <summary>One stretch of load: the same POST over and over, to each path in turn, one request in flight a connection.</summary>
/// <param name="Port">The server's port on 127.0.0.1.</param>
/// <param name="PathsFile">The file with one path a line.</param>
/// <param name="Token">The bearer token of every request.</param>
/// <param name="Body">The JSON body of every request.</param>
/// <param name="KeyPrefix">What makes the <c>Idempotency-Key</c>s of this stretch its own.</param>
/// <param name="Connections">How many connections are kept open.</param>
/// <param name="Seconds">For how long new requests are sent.</param>
internal sealed record LoadOrder(
    int Port,
    string PathsFile,
    string Token,
    string Body,
    string KeyPrefix,
    int Connections,
    double Seconds
);

/// <summary>What a stretch of load saw.</summary>
/// <param name="Completed">Requests answered by a 2xx.</param>
/// <param name="Refused">Requests answered by anything else.</param>
/// <param name="FirstRefusal">The first such answer, as received; null when there was none.</param>
/// <param name="Seconds">From the first request sent to the last answer received.</param>
/// <param name="MedianMilliseconds">The median time from sending a request to having its whole answer.</param>
/// <param name="P99Milliseconds">The time within which 99 of 100 requests were answered.</param>
internal sealed record LoadResult(
    long Completed,
    long Refused,
    string? FirstRefusal,
    double Seconds,
    double MedianMilliseconds,
    double P99Milliseconds
);

/// <summary>The lines between a bench and its load process.</summary>
[JsonSerializable(typeof(LoadOrder))]
[JsonSerializable(typeof(LoadResult))]
internal sealed partial class LoadJson : JsonSerializerContext;

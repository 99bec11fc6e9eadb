using System.Text.Json.Serialization;

namespace Tallydesk.Bench.Load;

/// <summary>
/// One stretch of load: the same operation over and over, one in flight a connection. An operation sends its requests one
/// after the other, each once the one before was answered by a 2xx.
/// </summary>
/// <param name="Port">The server's port on 127.0.0.1.</param>
/// <param name="AccountsFile">The file with one account a line, its columns separated by tabs.</param>
/// <param name="Skew">How unevenly accounts are drawn: Zipf's exponent, 0 for evenly; null takes them in turn.</param>
/// <param name="Requests">The requests of an operation.</param>
/// <param name="KeyPrefix">What makes the <c>Idempotency-Key</c>s of this stretch its own.</param>
/// <param name="Connections">How many connections are kept open.</param>
/// <param name="Seconds">For how long new operations are begun.</param>
/// <param name="PerSecond">Operations to begin a second, whether or not others are answered; null begins the next when a connection is free.</param>
internal sealed record LoadOrder(
    int Port,
    string AccountsFile,
    double? Skew,
    IReadOnlyList<LoadRequest> Requests,
    string KeyPrefix,
    int Connections,
    double Seconds,
    double? PerSecond = null
);

/// <summary>
/// One POST of an operation. In its texts <c>$0</c> to <c>$9</c> stand for the columns of the account's line, <c>$taken</c>
/// for the number that an earlier answer told.
/// </summary>
/// <param name="Token">The bearer token.</param>
/// <param name="Path">The path.</param>
/// <param name="Body">The JSON body.</param>
/// <param name="Expects">What the answer must contain to be right, beside a 2xx; null for nothing.</param>
/// <param name="Takes">The field of the answer whose number is <c>$taken</c> from then on; null for none.</param>
internal sealed record LoadRequest(
    string Token,
    string Path,
    string Body,
    string? Expects = null,
    string? Takes = null
);

/// <summary>What a stretch of load saw.</summary>
/// <param name="Offered">Operations that were begun, or should have been.</param>
/// <param name="Completed">Operations of which all requests were answered rightly; under a rate, only those that were so in time.</param>
/// <param name="Refused">Requests answered by anything else.</param>
/// <param name="FirstRefusal">The first such answer, as received; null when there was none.</param>
/// <param name="Seconds">From the first request sent to the last answer received.</param>
/// <param name="MedianMilliseconds">The median time of a completed operation: from its sending, under a rate from the instant it was due.</param>
/// <param name="P99Milliseconds">The time within which 99 of 100 completed operations ended.</param>
/// <param name="Requests">What each request of the operation saw.</param>
internal sealed record LoadResult(
    long Offered,
    long Completed,
    long Refused,
    string? FirstRefusal,
    double Seconds,
    double MedianMilliseconds,
    double P99Milliseconds,
    IReadOnlyList<RequestResult> Requests
);

/// <summary>What one request of an operation saw.</summary>
/// <param name="Acknowledged">How often it was answered rightly.</param>
/// <param name="MedianMilliseconds">The median time from sending it to having its whole answer; under a rate, the first one's from the instant it was due.</param>
/// <param name="P99Milliseconds">The time within which 99 of 100 were answered.</param>
internal sealed record RequestResult(long Acknowledged, double MedianMilliseconds, double P99Milliseconds);

/// <summary>The lines between a bench and its load process.</summary>
[JsonSerializable(typeof(LoadOrder))]
[JsonSerializable(typeof(LoadResult))]
internal sealed partial class LoadJson : JsonSerializerContext;

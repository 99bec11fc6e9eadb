using System.Text.Json.Serialization;

namespace Tallydesk.Identity;

/// <summary>A customer: <c>cus-</c> and 26 lower-case base-32 characters.</summary>
/// <param name="Value">The whole key.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.customer-id")]
[JsonConverter(typeof(TextIdConverter<CustomerId>))]
public readonly record struct CustomerId([property: Id(0)] string Value) : ITextId<CustomerId>
{
    /// <summary>The prefix of every customer's key.</summary>
    public const string Prefix = "cus-";

    /// <inheritdoc/>
    public static CustomerId From(string value) => new(value);

    /// <summary>The id of the customer that a command creates: always the same for the same command.</summary>
    public static CustomerId For(CommandId command) => new(KeyHash.Of(Prefix, command.Value));

    /// <summary>The customer's one credit account (Policy A6).</summary>
    public AccountId Account => new(AccountId.Prefix + Value[Prefix.Length..]);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A customer's credit account: <c>acc-</c> with the customer's suffix.</summary>
/// <param name="Value">The whole key.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.account-id")]
[JsonConverter(typeof(TextIdConverter<AccountId>))]
public readonly record struct AccountId([property: Id(0)] string Value) : ITextId<AccountId>
{
    /// <summary>The prefix of every account's key.</summary>
    public const string Prefix = "acc-";

    /// <inheritdoc/>
    public static AccountId From(string value) => new(value);

    /// <summary>The customer who owns the account.</summary>
    public CustomerId Customer => new(CustomerId.Prefix + Value[Prefix.Length..]);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A ticket's grain id: <c>tic-</c> and a hash of the command that opened it. People see the ticket number instead.</summary>
/// <param name="Value">The whole key.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.ticket-id")]
[JsonConverter(typeof(TextIdConverter<TicketId>))]
public readonly record struct TicketId([property: Id(0)] string Value) : ITextId<TicketId>
{
    /// <summary>The prefix of every ticket's key.</summary>
    public const string Prefix = "tic-";

    /// <inheritdoc/>
    public static TicketId From(string value) => new(value);

    /// <summary>The id of the ticket that a command opens: always the same for the same command.</summary>
    public static TicketId For(CommandId command) => new(KeyHash.Of(Prefix, command.Value));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A live queue: <c>que-</c> and the queue's id in the policy document.</summary>
/// <param name="Value">The whole key.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.queue-id")]
[JsonConverter(typeof(TextIdConverter<QueueId>))]
public readonly record struct QueueId([property: Id(0)] string Value) : ITextId<QueueId>
{
    /// <summary>The prefix of every queue's key.</summary>
    public const string Prefix = "que-";

    /// <inheritdoc/>
    public static QueueId From(string value) => new(value);

    /// <summary>The queue of a desk.</summary>
    public static QueueId OfDesk(string desk) => new(Prefix + desk);

    /// <summary>The queue's id.</summary>
    public string Desk => Value[Prefix.Length..];

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A contact request: <c>enq-</c> and a hash of the command that sent it.</summary>
/// <param name="Value">The whole key.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-id")]
[JsonConverter(typeof(TextIdConverter<EnquiryId>))]
public readonly record struct EnquiryId([property: Id(0)] string Value) : ITextId<EnquiryId>
{
    /// <summary>The prefix of every contact request's key.</summary>
    public const string Prefix = "enq-";

    /// <inheritdoc/>
    public static EnquiryId From(string value) => new(value);

    /// <summary>The id of the contact request that a command sends: always the same for the same command.</summary>
    public static EnquiryId For(CommandId command) => new(KeyHash.Of(Prefix, command.Value));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A chat: <c>cha-</c> and a hash of the command that started it.</summary>
/// <param name="Value">The whole key.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.chat-id")]
[JsonConverter(typeof(TextIdConverter<ChatId>))]
public readonly record struct ChatId([property: Id(0)] string Value) : ITextId<ChatId>
{
    /// <summary>The prefix of every chat's key.</summary>
    public const string Prefix = "cha-";

    /// <inheritdoc/>
    public static ChatId From(string value) => new(value);

    /// <summary>The id of the chat that a command starts: always the same for the same command.</summary>
    public static ChatId For(CommandId command) => new(KeyHash.Of(Prefix, command.Value));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// Identifies one intended change. The caller chooses it and reuses it for every retry; at most 255 characters.
/// Unique per grain: a repeat with the same content returns the first response, one with different content is refused (Policy D10).
/// </summary>
/// <param name="Value">The id's text.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.command-id")]
[JsonConverter(typeof(TextIdConverter<CommandId>))]
public readonly record struct CommandId([property: Id(0)] string Value) : ITextId<CommandId>
{
    /// <inheritdoc/>
    public static CommandId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

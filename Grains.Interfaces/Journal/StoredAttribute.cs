namespace Tallydesk.Journal;

/// <summary>
/// The stored name of an event, state or command, independent of its type name. It never changes, because rows
/// are found by it. <c>tests/Rules/Stored/names.txt</c> lists all of them.
/// </summary>
/// <param name="name">The name, such as <c>ticketOpened</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Enum, Inherited = false)]
public sealed class StoredAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;
}

-- Takes a name from an organisation of this region, for the platform administrator: from one that is not open yet, or, with
-- `in_conflict`, from one whose name another region has as well. Nothing is deleted: the organisation keeps its rows and keys
-- under a name that says so, suspended. Answers nothing when there is no such organisation.
create function catalog.release_name(wanted text, in_conflict boolean, admin_request text)
returns table (id uuid, kept_as text)
language plpgsql volatile security definer set search_path = '' as $$
declare
  found uuid;
  new_name text;
begin
  select o.id into found from catalog.org o
   where o.slug = wanted and (o.state = 'provisioning' or (in_conflict and o.state in ('active', 'frozen', 'suspended')))
     for update;
  if found is null then
    return;
  end if;
  new_name := 'released-' || right(replace(found::text, '-', ''), 20);
  update catalog.org o set slug = new_name, state = 'suspended', updated_at = now() where o.id = found;
  update catalog.sign_up s
     set state = 'failed', updated_at = now(), request = s.request #- '{owner,passwordHash}',
         error = jsonb_build_object('code', 'released', 'message', 'The operator released the name.')
   where s.id = found and s.state in ('pending', 'running');
  perform catalog.record_platform_event(
    'platform_admin', null, 'tenant.released', 'tenant', wanted, 'success', admin_request,
    jsonb_build_object('id', found, 'keptAs', new_name)::text);
  perform pg_notify('publish_pins', '');
  return query select found, new_name;
end $$;
revoke execute on function catalog.release_name(text, boolean, text) from public;
grant execute on function catalog.release_name(text, boolean, text) to bailiwick_app;

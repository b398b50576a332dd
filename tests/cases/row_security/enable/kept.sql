SELECT relrowsecurity, NOT relforcerowsecurity FROM pg_class WHERE oid = 'orders'::regclass;
